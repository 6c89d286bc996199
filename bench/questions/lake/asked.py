"""What is asked, and as which requests."""

from datetime import datetime
from typing import Any

from bench.database import Bench
from bench.lake import ASKED as REPORTS
from bench.lake import Asked
from bench.questions.assistants import event_of

LISTS = [
    {"property": "path"},
    {"property": "country", "of": "session"},
    {"property": "plan"},
    {"property": "title"},
    {"property": "$name", "measure": "events"},
]
"""As many as the dashboard asks at once, told apart as there."""
ASKED = {
    **{name: asked for name, asked in REPORTS.items() if name != "top events"},
    "top events": Asked("trends", {**REPORTS["top events"].words, "interval": "month"}),
    "changes": Asked("changes", {"report": "trends", "properties": ["country", "plan"]}),
    "overview, figures": Asked("overview", {"interval": "day"}),
    "overview": Asked("overview", {"interval": "day", "lists": LISTS}),
}
ORDERED = {"visitors a day", "top events", "funnel", "retention", "lifecycle", "stickiness", "sessions", "paths"}
"""Those that no property is needed for, and an order of events or visitors is."""
WITHOUT_PROPERTIES = {*ORDERED, "events a day", "sessions a day", "overview, figures"}


def of_changes(span: dict[str, str]) -> dict[str, Any]:
    """What changed from the first half of the span to its second."""
    start, end = (datetime.fromisoformat(span[each]) for each in ("from", "to"))
    middle = (start + (end - start) / 2).isoformat()
    words = {"from": middle, "to": span["to"], "interval": "day", "series": [{"event": "purchase", "measure": "total"}]}
    return {"report": "trends", "question": words, "compare": "previous", "properties": ["country", "plan"]}


def body_of(asked: Asked, span: dict[str, str]) -> dict[str, Any]:
    """What is posted."""
    return of_changes(span) if asked.report == "changes" else {**span, **asked.words}


def event(bench: Bench, asked: Asked, span: dict[str, str]) -> dict[str, Any]:
    """As the gateway makes it of a program's request."""
    return event_of(f"/api/v1/apps/{bench.app_id}/reports/{asked.report}", body_of(asked, span), {})
