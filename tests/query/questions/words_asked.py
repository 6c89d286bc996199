"""What can be said in each question: for each of its words a question, and the same with the word said otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any

from query.questions.words import Words

Asked = Mapping[str, Any]
Pair = tuple[Asked, Asked]
"""A question, and what is said otherwise."""

PRO = [{"property": "plan", "operator": "is", "value": "pro"}]
_SHORT = {"to": "2026-11-05"}
SHARED: dict[str, Pair] = {
    "from": (_SHORT, {"from": "2026-11-04"}),
    "to": ({}, _SHORT),
    "timezone": (_SHORT, {"timezone": "Pacific/Auckland"}),
    "filters": ({}, {"filters": PRO}),
    "group": ({}, {"group": "nothing"}),
}
"""What can be said in every question of a range."""
RANGE = {"from": "2026-11-02", "to": "2026-11-16"}
_COMPARED = ({}, {"compare": "previous"})
_WEEKS = ({"interval": "week"}, {"weekStart": "sunday"})


def _breakdown(of: str, at: str = "breakdown") -> dict[str, Pair]:
    by = {"property": "page"}
    return {
        at: ({}, {at: by}),
        f"{at}.property": ({at: by}, {at: {"property": "plan"}}),
        f"{at}.of": ({at: by}, {at: {**by, "of": of}}),
        f"{at}.limit": ({at: by}, {at: {**by, "limit": 1}}),
    }


def _event(at: str, said: Any, many: bool = False, labelled: bool = True) -> dict[str, Pair]:
    """An event of a question: another one, with filters, with a label."""

    def of(event: Any) -> Any:
        return [event] if many else event

    named = {"event": said}
    return {
        at: ({}, {at: of({"event": "cart"})}),
        f"{at}.event": ({at: of(named)}, {at: of({"event": "cart"})}),
        f"{at}.filters": ({at: of(named)}, {at: of({**named, "filters": PRO})}),
        **({f"{at}.label": ({at: of(named)}, {at: of({**named, "label": "Seen"})})} if labelled else {}),
    }


STEPS = [{"event": "open"}, {"event": "cart"}]
_SUM = {"event": "open", "measure": "sum", "property": "amount"}
_RULED_OUT = {"event": "look", "fromStep": 1, "toStep": 2}
_THREE = {"steps": [*STEPS, {"event": "buy"}]}
_FUNNEL: dict[str, Pair] = {
    **_event("steps", "open", many=True),
    "conversionWindowSeconds": ({}, {"conversionWindowSeconds": 60}),
    "order": ({}, {"order": "strict"}),
    "exclusions": ({}, {"exclusions": [_RULED_OUT]}),
    "exclusions.event": ({"exclusions": [_RULED_OUT]}, {"exclusions": [{**_RULED_OUT, "event": "buy"}]}),
    "exclusions.filters": ({"exclusions": [_RULED_OUT]}, {"exclusions": [{**_RULED_OUT, "filters": PRO}]}),
    "exclusions.fromStep": (
        {**_THREE, "exclusions": [{**_RULED_OUT, "toStep": 3}]},
        {"exclusions": [{**_RULED_OUT, "fromStep": 2, "toStep": 3}]},
    ),
    "exclusions.toStep": (
        {**_THREE, "exclusions": [{**_RULED_OUT, "event": "help"}]},
        {"exclusions": [{**_RULED_OUT, "event": "help", "toStep": 3}]},
    ),
    "weekStart": _WEEKS,
    "breakdown": ({}, {"breakdown": {"property": "page"}}),
    "compare": _COMPARED,
    "interval": ({}, {"interval": "day"}),
    "timeToConvert": ({}, {"timeToConvert": True}),
}

BASES: dict[str, Asked] = {
    "trends": {"interval": "day", "series": [{"event": "open"}]},
    "funnel": {"steps": STEPS},
    "funnel/visitors": {"steps": STEPS, "step": 1, "outcome": "reached"},
    "retention": {"interval": "day", "periods": 3, "cohort": "every"},
    "lifecycle": {"interval": "day"},
    "stickiness": {},
    "sessions": {"interval": "day"},
    "paths": {},
    "overview": {"interval": "day", "lists": [{"property": "page"}]},
    "changes": {"question": {**RANGE, "steps": STEPS}},
}
"""A question of each report, whose range is RANGE."""

SAID: dict[str, dict[str, Pair]] = {
    "trends": {
        "interval": ({}, {"interval": "week"}),
        "weekStart": _WEEKS,
        "compare": _COMPARED,
        **_event("series", "open", many=True),
        "series.measure": ({}, {"series": [{"event": "open", "measure": "visitors"}]}),
        "series.property": ({"series": [_SUM]}, {"series": [{**_SUM, "property": "size"}]}),
        **_breakdown("session"),
        "formulas": ({}, {"formulas": [{"expression": "A*2"}]}),
        "formulas.expression": ({"formulas": [{"expression": "A*2"}]}, {"formulas": [{"expression": "A*3"}]}),
        "formulas.label": (
            {"formulas": [{"expression": "A"}]},
            {"formulas": [{"expression": "A", "label": "as it is"}]},
        ),
    },
    "funnel": {**_FUNNEL, **_breakdown("session")},
    "funnel/visitors": {
        **{word: pair for word, pair in _FUNNEL.items() if word not in ("steps.label", "weekStart")},
        "step": ({"conversionWindowSeconds": 60}, {"step": 2}),
        "outcome": ({}, {"outcome": "droppedOff"}),
        "limit": ({}, {"limit": 1}),
        "cursor": ({}, {"cursor": "MTAwIGFubg=="}),
    },
    "retention": {
        "interval": ({}, {"interval": "week"}),
        "weekStart": _WEEKS,
        "periods": ({}, {"periods": 2}),
        **_event("startEvent", "open", labelled=False),
        **_event("returnEvent", "open", labelled=False),
        "cohort": ({}, {"cohort": "first"}),
        "counting": ({}, {"counting": "onOrAfter"}),
        "compare": _COMPARED,
        **_breakdown("visitor"),
    },
    "lifecycle": {
        "interval": ({}, {"interval": "week"}),
        "weekStart": _WEEKS,
        **_event("event", "open", labelled=False),
    },
    "stickiness": {"interval": ({}, {"interval": "week"}), **_event("event", "open", labelled=False)},
    "sessions": {
        "interval": ({}, {"interval": "week"}),
        "weekStart": _WEEKS,
        "compare": _COMPARED,
        **_breakdown("sessionEnd"),
    },
    "paths": {
        "startEvent": ({}, {"startEvent": "cart"}),
        "endEvent": ({}, {"endEvent": "cart"}),
        "depth": ({}, {"depth": 1}),
        "limit": ({}, {"limit": 1}),
        "property": ({}, {"property": "page"}),
    },
    "overview": {
        "interval": ({}, {"interval": "week"}),
        "weekStart": _WEEKS,
        "compare": _COMPARED,
        "lists": ({}, {"lists": []}),
        "lists.property": ({}, {"lists": [{"property": "plan"}]}),
        "lists.of": ({}, {"lists": [{"property": "page", "of": "visitor"}]}),
        "lists.limit": ({}, {"lists": [{"property": "page", "limit": 1}]}),
        "lists.measure": ({}, {"lists": [{"property": "page", "measure": "events"}]}),
    },
    "changes": {
        "question": ({}, {"question": {**RANGE, "steps": STEPS[:1]}}),
        "question.compare": ({}, {"question": {**RANGE, "steps": STEPS, "compare": "previous"}}),
        "compare": ({}, {"compare": {"from": "2026-10-20", "to": "2026-10-24"}}),
        "properties": ({}, {"properties": ["size"]}),
        "report": ({}, {"report": "trends"}),
    },
}
"""For each word of a report a pair, whose answers are two, or of which the second is refused."""

UNHEARD = {
    "funnel/visitors.steps.label": "a name for readers, which a list of visitors does not repeat",
    "funnel/visitors.weekStart": "how weeks are counted, which pages send along with every question of a range",
    "*.exclusions.label": "a name for readers, which the answer has no place for: what is ruled out is no step",
    "*.startEvent.label": "a name for readers, as above",
    "*.returnEvent.label": "a name for readers, as above",
    "*.event.label": "a name for readers, as above",
    "funnel.funnelId": "another way to say the steps, tried in tests/query/reports/funnel",
    "funnel/visitors.funnelId": "the same",
    "changes.question.*": "a question of trends or of a funnel; docs/reports.md says what of it does not matter",
}
"""Words that change no answer here, and why that is right."""


def words_of(model: type[Words]) -> Iterator[str]:
    """All words of a question, those within others after a dot; filters and comparisons have tests of their own."""
    schema = model.model_json_schema()
    return _words(schema, schema.get("$defs", {}), "")


def _words(schema: Asked, known: Asked, before: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _words(known[schema["$ref"].rpartition("/")[2]], known, before)
    for part in (
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        *[schema[one] for one in ("items",) if one in schema],
    ):
        yield from _words(part, known, before)
    for name, said in schema.get("properties", {}).items():
        yield f"{before}{name}"
        if name not in ("filters", "compare"):
            yield from _words(said, known, f"{before}{name}.")
