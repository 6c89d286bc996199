"""The figures of a report, as a naive count of the events finds them, and the same of an answer."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from query.questions.words import instant
from tests.oracles import filters, funnel, overview, paths, periods, trends, visits, wall

GAP = timedelta(minutes=30)
STEP = timedelta(minutes=30)

Event = tuple[str, str | None, datetime, dict[str, Any]]
"""Name, visitor, time, properties."""


def told(report: str, question: dict[str, Any], answer: dict[str, Any]) -> Any:
    """What an answer says, in the form in which `counted` counts it."""
    return _rounded(_TOLD[report](question, answer))


def counted(report: str, question: dict[str, Any], events: Sequence[Event]) -> Any:
    """What it has to say."""
    return _rounded(_COUNTED[report](question, events))


def _rounded(value: Any) -> Any:
    """The same with every number as one and not more than nine places, and every row as one kind of thing."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(float(value), 9) if isinstance(value, int | float) else value


def span(question: dict[str, Any]) -> tuple[datetime, datetime, ZoneInfo]:
    """The range of a question, and its zone."""
    zone = ZoneInfo(question.get("timezone", "UTC"))
    return instant(question["from"], zone), instant(question["to"], zone), zone


def _passing(question: dict[str, Any], events: Sequence[Event]) -> list[Event]:
    asked = question.get("filters", [])
    return [
        each
        for each in events
        if filters.passes({"name": each[0], "anonymousId": each[1], "properties": each[3]}, asked)
    ]


def _trends(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, zone = span(question)
    seen = [trends.Seen(*each) for each in events]
    asked, period = trends.Asked(question, seen, GAP), trends.Range(start, end)
    names = list(wall.buckets(start, end, question["interval"], zone, STEP))
    found = {}
    for line in trends.lines(asked, period, period, names, lambda at: wall.wall_clock(at, question["interval"], zone)):
        if line.total or "breakdown" not in question:
            found[f"{line.series} {json.dumps(line.value)}"] = (line.values, line.total)
    if question.get("formulas"):
        plain = list(found.values())
        for at, formula in enumerate(question["formulas"]):
            columns = zip(*(values for values, _ in plain), strict=True)
            values = [trends.computed(formula["expression"], each) for each in columns]
            found[f"{len(plain) + at} null"] = (
                values,
                trends.computed(formula["expression"], [all_ for _, all_ in plain]),
            )
    return found


def _trends_told(question: dict[str, Any], answer: dict[str, Any]) -> Any:
    found: dict[str, Any] = {}
    series = question["series"]
    for at, line in enumerate(answer["series"]):
        asked = next((i for i, one in enumerate(series) if _is_of(one, line)), at)
        if line["total"] or "breakdown" not in question:
            found[f"{asked} {json.dumps(line['breakdown'])}"] = (line["values"], line["total"])
    return found


def _is_of(one: dict[str, Any], line: dict[str, Any]) -> bool:
    return (one["event"], one.get("measure", "total")) == (line["event"], line["measure"])


def _funnel(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, _ = span(question)
    steps = [_meets(step) for step in question["steps"]]
    window = timedelta(seconds=question.get("conversionWindowSeconds", 604_800))
    excluded = [
        funnel.Excluded(_meets(each), each["fromStep"], each["toStep"]) for each in question.get("exclusions", [])
    ]
    asked = funnel.Asked(steps, start, end, window, question.get("order", "ordered"), excluded)
    best = funnel.best([funnel.Seen(*each) for each in _passing(question, events)], asked)
    return [sum(len(tries[0].steps) > at for tries in best.values()) for at in range(len(steps))]


def _meets(step: dict[str, Any]) -> funnel.Meets:
    asked = step.get("filters", [])

    def meets(event: funnel.Seen) -> bool:
        said = {"name": event.name, "anonymousId": event.visitor, "properties": event.properties}
        return step["event"] in (None, event.name) and filters.passes(said, asked)

    return meets


def _acts(question: dict[str, Any], events: Sequence[Event], name: str | None) -> list[periods.Act]:
    passing = _passing(question, events)
    return [periods.Act(who, at) for event, who, at, _ in passing if who is not None and name in (None, event)]


def _retention(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, zone = span(question)
    clock = periods.Clock(question["interval"], zone, STEP)
    return periods.retention(
        _acts(question, events, question.get("startEvent")),
        _acts(question, events, question.get("returnEvent")),
        clock,
        start,
        end,
        later=question["periods"],
        cohort=question.get("cohort", "first"),
        counting=question.get("counting", "on"),
        now=datetime.now(UTC),
    )


def _retention_told(_: dict[str, Any], answer: dict[str, Any]) -> Any:
    return [(datetime.fromisoformat(each["start"]), each["size"], each["values"]) for each in answer["cohorts"]]


def _lifecycle(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, zone = span(question)
    clock = periods.Clock(question["interval"], zone, STEP)
    found = periods.lifecycle(_acts(question, events, question.get("event")), clock, start, end)
    return {state: found[state] for state in ("new", "returning", "resurrecting", "dormant")}


def _stickiness(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, zone = span(question)
    acts = _acts(question, events, question.get("event"))
    return periods.stickiness(acts, periods.Clock("day", zone, STEP), start, end)


def _visits(question: dict[str, Any], events: Sequence[Event]) -> list[visits.Visit]:
    start, end, _ = span(question)
    by = (question.get("breakdown") or {}).get("property")
    named = question.get("property")
    seen = [
        visits.Seen(str(said[named]) if named in said else None if named else name, who, at, said.get(by))
        for name, who, at, said in _passing(question, events)
    ]
    return visits.visits(seen, GAP, start, end)


def _sessions(question: dict[str, Any], events: Sequence[Event]) -> Any:
    found = _visits(question, events)
    by = question.get("breakdown")
    if by is None:
        start, end, zone = span(question)
        names = wall.buckets(start, end, question["interval"], zone, STEP)
        begun = [wall.wall_clock(each.start, question["interval"], zone) for each in found]
        return [begun.count(name) for name in names], _totals(found)
    values = {each.says(by.get("of", "session")) for each in found}
    of = by.get("of", "session")
    return {json.dumps(value): _totals([each for each in found if each.says(of) == value]) for value in values}


def _totals(found: Sequence[visits.Visit]) -> tuple[Any, ...]:
    lengths = [(each.events[-1].at - each.events[0].at).total_seconds() for each in found]
    bounces = sum(len(each.events) == 1 for each in found)
    visitors = {each.visitor for each in found}
    return len(found), len(visitors), bounces / len(found), median(lengths)


def _sessions_told(question: dict[str, Any], answer: dict[str, Any]) -> Any:
    def totals(said: dict[str, Any]) -> tuple[Any, ...]:
        return said["sessions"], said["visitors"], said["bounceRate"], said["medianDurationSeconds"]

    if "breakdown" not in question:
        return answer["sessions"], totals(answer["totals"])
    return {json.dumps(each["value"]): totals(each["totals"]) for each in answer["breakdown"]}


def _paths(question: dict[str, Any], events: Sequence[Event]) -> Any:
    asked = (question.get("startEvent"), question.get("endEvent"), question.get("depth", 5), question.get("limit", 50))
    found = paths.count(_visits(question, events), *asked)
    return found.nodes, found.links


def _paths_told(_: dict[str, Any], answer: dict[str, Any]) -> Any:
    places = {
        node["id"]: (node["step"], paths.OTHER if node["id"].endswith("other") else node["name"])
        for node in answer["nodes"]
    }
    nodes = {places[node["id"]]: node["visitors"] for node in answer["nodes"]}
    return nodes, {(*places[each["source"]], places[each["target"]][1]): each["count"] for each in answer["links"]}


def _overview(question: dict[str, Any], events: Sequence[Event]) -> Any:
    start, end, _ = span(question)
    happened = [overview.Happened(*each) for each in events]
    asked = overview.Told(happened, question.get("filters", []), start, end, GAP)
    totals = overview.totals(asked, lambda _: True)
    return totals, {_list_of(each): overview.rows(asked, each) for each in question.get("lists", [])}


def _overview_told(question: dict[str, Any], answer: dict[str, Any]) -> Any:
    wanted = {_list_of(each) for each in question.get("lists", [])}
    lists = {_list_of(each): each["rows"] for each in answer["lists"] if _list_of(each) in wanted}
    return answer["totals"], lists


def _list_of(each: dict[str, Any]) -> tuple[str, str]:
    return each["property"], each.get("of", "event")


def _changes(question: dict[str, Any], events: Sequence[Event]) -> Any:
    asked = question["question"]
    start, end, zone = span(asked)
    before = {**asked, "from": wall.previous(start, end, zone).isoformat(), "to": asked["from"]}
    return tuple(_total(each, events) for each in (asked, before))


def _total(question: dict[str, Any], events: Sequence[Event]) -> Any:
    [(_, total)] = _trends({**question, "interval": "day"}, events).values()
    return total


_COUNTED = {
    "trends": _trends,
    "funnel": _funnel,
    "retention": _retention,
    "lifecycle": _lifecycle,
    "stickiness": _stickiness,
    "sessions": _sessions,
    "paths": _paths,
    "overview": _overview,
    "changes": _changes,
}
_TOLD = {
    "trends": _trends_told,
    "funnel": lambda _, answer: [each["visitors"] for each in answer["steps"]],
    "retention": _retention_told,
    "lifecycle": lambda _, answer: {each: answer[each] for each in ("new", "returning", "resurrecting", "dormant")},
    "stickiness": lambda _, answer: (answer["days"], answer["visitors"]),
    "sessions": _sessions_told,
    "paths": _paths_told,
    "overview": _overview_told,
    "changes": lambda _, answer: (answer["now"], answer["before"]),
}
