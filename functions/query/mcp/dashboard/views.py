"""The words of each view for a report's question: what `asks` of the view would make the question of again."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from query.mcp.dashboard.address import Words
from query.mcp.dashboard.filters import NotInAnAddress

Question = Mapping[str, Any]


def view_of(report: str, question: Question) -> tuple[str, Words, Question]:
    """The view that shows a report's answer, the words of its own, and the question whose shared words it has.

    Raises NotInAnAddress.
    """
    if report == "changes":
        if question.get("properties"):
            raise NotInAnAddress("The pages explain a number by all properties there are.")
        asked = {**question["question"], "compare": question.get("compare", "previous")}
        view, words, shared = view_of("trends" if "series" in asked else "funnel", asked)
        return view, [*words, ("why", "yes")], shared
    view, words_of = _VIEWS[report]
    return view, words_of(question), question


def _trends(question: Question) -> Words:
    series, formulas = question["series"], question.get("formulas") or []
    if any(each.get("filters") for each in series):
        raise NotInAnAddress("The trends page filters all series alike; put the filters beside `series`.")
    if len(formulas) > 1 or any(each.get("label") for each in formulas):
        raise NotInAnAddress("The trends page draws one formula, without a label.")
    told = ({word: each[word] for word in ("event", "measure", "property") if word in each} for each in series)
    return [
        *(("series", json.dumps(each, ensure_ascii=False, separators=(",", ":"))) for each in told),
        *(("formula", each["expression"]) for each in formulas),
        *_by(question, with_of=True),
        ("interval", question["interval"]),
    ]


def _funnel(question: Question) -> Words:
    if question.get("timeToConvert"):
        raise NotInAnAddress("The funnels page does not draw times to convert.")
    exclusions = question.get("exclusions") or []
    if any(each["event"] is None or each.get("filters") for each in exclusions):
        raise NotInAnAddress("The funnels page excludes events by name, without filters of their own.")
    order = [
        ("order", question.get("order", "ordered")),
        *_by(question),
        *(("without", json.dumps(each, ensure_ascii=False, separators=(",", ":"))) for each in exclusions),
        *((("interval", question["interval"]),) if question.get("interval") else ()),
    ]
    if funnel := question.get("funnelId"):
        return [("funnel", funnel), *order]
    steps = [("step", json.dumps(each, ensure_ascii=False, separators=(",", ":"))) for each in question["steps"]]
    return [*steps, ("window", str(question.get("conversionWindowSeconds", 604_800))), *order]


def _retention(question: Question) -> Words:
    return [
        *_named("start", question.get("startEvent")),
        *_named("return", question.get("returnEvent")),
        ("per", question["interval"]),
        ("periods", str(question["periods"])),
        ("cohort", question.get("cohort", "first")),
        ("counting", question.get("counting", "on")),
        *_by(question),
        *_uncompared(question),
    ]


def _sessions(question: Question) -> Words:
    by = question.get("breakdown") or {"property": ""}
    return [("interval", question["interval"]), ("by", by["property"]), ("of", by.get("of", "session"))]


def _paths(question: Question) -> Words:
    depth, limit = question.get("depth", 5), question.get("limit", 50)
    if depth < 2:
        raise NotInAnAddress("The paths page shows two steps or more.")
    return [
        *_named("start", question.get("startEvent")),
        *_named("end", question.get("endEvent")),
        ("depth", str(depth)),
        ("limit", str(limit)),
        *((("property", question["property"]),) if question.get("property") else ()),
    ]


def _lifecycle(question: Question) -> Words:
    if question["interval"] == "hour":
        raise NotInAnAddress("The lifecycle page counts days, weeks or months.")
    return [*_named("event", question.get("event")), ("interval", question["interval"]), *_uncompared(question)]


def _stickiness(question: Question) -> Words:
    if question.get("interval", "day") != "day":
        raise NotInAnAddress("The stickiness page counts days.")
    return [*_named("event", question.get("event")), *_uncompared(question)]


_TABS: Mapping[tuple[str, str, str], tuple[str, str]] = {
    ("$pathname", "event", "visitors"): ("pages", "path"),
    ("$pathname", "session", "visitors"): ("pages", "entry"),
    ("$pathname", "sessionEnd", "visitors"): ("pages", "exit"),
    ("$title", "event", "visitors"): ("pages", "title"),
    ("$channel", "session", "visitors"): ("sources", "channel"),
    ("$source", "session", "visitors"): ("sources", "source"),
    ("$referring_domain", "session", "visitors"): ("sources", "referrer"),
    ("utm_campaign", "session", "visitors"): ("sources", "campaign"),
    ("$source", "visitor", "visitors"): ("sources", "first"),
    ("$country", "event", "visitors"): ("places", "country"),
    ("$region", "event", "visitors"): ("places", "region"),
    ("$city", "event", "visitors"): ("places", "city"),
    ("$browser_language", "event", "visitors"): ("places", "language"),
    ("$device_type", "event", "visitors"): ("devices", "device"),
    ("$browser", "event", "visitors"): ("devices", "browser"),
    ("$os", "event", "visitors"): ("devices", "system"),
    ("$name", "event", "events"): ("events", "name"),
}
"""A list of an overview → the card of the overview that shows it, and its tab there."""


def _overview(question: Question) -> Words:
    tabs: dict[str, str] = {}
    for each in question.get("lists") or []:
        found = _TABS.get((each["property"], each.get("of", "event"), each.get("measure", "visitors")))
        if found is None or found[0] in tabs:
            raise NotInAnAddress("The overview does not show these lists beside one another.")
        tabs |= [found]
    return [("interval", question["interval"]), *tabs.items()]


def _by(question: Question, *, with_of: bool = False) -> Words:
    """By which property of what; some pages know that of the event itself alone."""
    breakdown = question.get("breakdown")
    if not breakdown:
        return []
    if isinstance(breakdown, list) or not breakdown["property"]:
        raise NotInAnAddress("This page breaks down by one property.")
    of = breakdown.get("of", "event")
    if of != "event" and not with_of:
        raise NotInAnAddress("This page breaks down by what stands on the event itself.")
    return [("by", breakdown["property"]), *((("of", of),) if with_of else ())]


def _named(word: str, event: Any) -> Words:
    if isinstance(event, Mapping):
        if event.get("filters"):
            raise NotInAnAddress("This page names events without filters of their own.")
        event = event.get("event")
    return [(word, event)] if event else []


def _uncompared(question: Question) -> Words:
    if question.get("compare"):
        raise NotInAnAddress("This page compares with nothing; ask without `compare` to get a link.")
    return []


_VIEWS: Mapping[str, tuple[str, Callable[[Question], Words]]] = {
    "trends": ("trends", _trends),
    "funnel": ("funnels", _funnel),
    "retention": ("retention", _retention),
    "sessions": ("sessions", _sessions),
    "paths": ("paths", _paths),
    "lifecycle": ("lifecycle", _lifecycle),
    "stickiness": ("stickiness", _stickiness),
    "overview": ("overview", _overview),
}
