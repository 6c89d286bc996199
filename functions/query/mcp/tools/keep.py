"""keep: puts something under a name."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import Field

from query.mcp.dashboard.address import DashboardLink, address
from query.mcp.dashboard.filters import NotInAnAddress
from query.mcp.reports import link_of, place_of
from query.mcp.result import AnswerFacts, ToolResult, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.recent import with_range
from query.questions.words import Words

LONGEST_ADDRESS = 4000
_RANGES = {1: "today", 7: "7d", 30: "30d", 90: "90d"}
"""The last days of a saved report, as the pages' addresses say them."""
_VIEWS = {"funnel": ("funnels", "funnel"), "dashboard": ("boards", "board")}
_ROUTES = {"savedReport": "saved-reports", "funnel": "funnels", "cohort": "cohorts", "dashboard": "dashboards"}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "savedReport": {
        "name": "Orders",
        "report": "trends",
        "question": {"interval": "day", "series": [{"event": "order completed"}]},
        "lastDays": 30,
    },
    "funnel": {"name": "Checkout", "steps": [{"event": "cart viewed"}, {"event": "order completed"}]},
    "cohort": {
        "name": "Buyers",
        "definition": {"kind": "did", "event": "order completed", "lastDays": 30},
    },
    "dashboard": {"name": "Monday", "reportIds": []},
}


class Keep(Words):
    """What is to be kept."""

    app: AppId
    kind: Literal["savedReport", "funnel", "cohort", "dashboard"]
    words: Annotated[dict[str, Any], Field(description="As the API takes it.")]


async def run(asking: Asking, words: Keep) -> ToolResult:
    """The thing as it is kept now."""
    said = _with_address(words.words, asking.now) if words.kind == "savedReport" else words.words
    reply = await asking.api.post(f"/apps/{words.app}/{_ROUTES[words.kind]}", said)
    if reply.is_refusal:
        return refusal_of(reply, **({"example": _EXAMPLES[words.kind]} if reply.status == 422 else {}))
    facts = AnswerFacts(defines=asking.docs("glossary.md"), zone="UTC", link=_shown(asking, words, reply.said))
    return answered(facts, reply.said)


def _shown(asking: Asking, words: Keep, kept: dict[str, Any]) -> DashboardLink:
    if words.kind == "savedReport":
        question = with_range(kept["question"], kept["lastDays"], asking.now)
        return link_of(asking, words.app, kept["report"], question)
    if words.kind == "cohort":
        return DashboardLink(None, "A cohort is chosen in the filter bar of each page.")
    view, word = _VIEWS[words.kind]
    return DashboardLink(address(asking.origin, words.app, view, [(word, kept["id"])]))


def _with_address(words: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The saved report with the address at which the pages show it, where they do; what is wrong with it the route
    tells."""
    days = words.get("lastDays")
    try:
        report, question = words["report"], with_range(words["question"], days, now)
        view, said = place_of(report, question)
    except (NotInAnAddress, ValueError, KeyError, TypeError, OverflowError):
        return words
    if days is not None:
        if days not in _RANGES:
            return words
        said = [("range", _RANGES[days]), *(each for each in said if each[0] not in ("from", "to"))]
    found = f"{view}?{urlencode(said)}"
    return {"address": found, **words} if len(found) <= LONGEST_ADDRESS else words


TOOL = Tool(
    name="keep",
    title="Keep",
    description=(
        "Keep something for the people of an app, who see it at once; needs a token with the scope manage. "
        "savedReport: {name, report, question, lastDays?} (lastDays instead of from and to). funnel: {name, steps, "
        "conversionWindowSeconds?}. cohort: {name, definition}. dashboard: {name, reportIds}. Ask before you keep."
    ),
    words=Keep,
    run=run,
    changes=True,
)
