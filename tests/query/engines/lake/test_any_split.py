"""Whatever of a range is sealed, changed since, put together by months, open, or not in the table any more, and in
whatever order events, claims, merges and erasures come: the lake answers every question as the table does of an app to
which the same happened, and which has nothing in the lake. tests/lake asks Sail and Spark some of it."""

import json
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dev.database import pooler
from query.cohorts.words import Did
from query.conductor import answered
from query.engines import postgres
from query.engines.horizon import BeforeHorizon, is_in_table
from query.engines.reasons import Reason
from query.inquiry import Inquiry
from query.looks.cohort_visitors import COHORT_VISITORS, CohortVisitorsQuestion
from query.lookups import looked_up
from query.questions.pages import cursor_at
from query.reports.catalogue import REPORTS
from query.reports.funnel.visitors import VISITORS, FunnelVisitorsQuestion
from spoor.lake.folder import Folder
from tests.kernel import numpy_alone
from tests.people import Direct
from tests.query.engines.lake.splits import ZONES, Split, events, spans, steps

_OF_K = [{"property": "k", "operator": "is", "value": [10, "a", True]}]
_OF_M = [{"any": [{"property": "m", "operator": "gt", "value": 9.5}, {"property": "m", "operator": "isSet"}]}]
_TEXT = [
    {"property": "k", "operator": "notContains", "value": "a"},
    {"property": "$name", "operator": "gte", "value": "buy"},
]
_OPERATORS = [
    {
        "any": [
            {"property": "k", "operator": "endsWith", "value": ["a", "0"]},
            {"property": "k", "operator": "is", "value": ["b", 10], "ignoreCase": True},
            {"property": "m", "operator": "contains", "value": "Ä", "ignoreCase": True},
            {"property": "$name", "operator": "matches", "value": "^(o.en|b[^a-t]y)$"},
            {"property": "m", "operator": "between", "value": [9.5, 10]},
        ]
    },
    {"property": "m", "operator": "matches", "value": "[^A]\\b|^\\d{2,}$|^$", "ignoreCase": True},
    {"property": "$anonymousId", "operator": "isNot", "value": "ANN", "ignoreCase": True},
    {"property": "k", "operator": "has", "value": 1},
]
SERIES = [
    {"event": None, "measure": "total"},
    {"event": "open", "measure": "visitors"},
    {"event": "buy", "measure": "perVisitor", "filters": _OF_K},
    {"event": None, "measure": "sessions", "filters": _TEXT},
]
BUY = [{"event": "open"}, {"event": "buy", "filters": _OF_M}]
BY_K, BY_M = {"breakdown": {"property": "k", "limit": 2}}, {"breakdown": {"property": "m", "limit": 3}}
BY_NAME = {"breakdown": {"property": "$name", "limit": 2}}
BY_ID, BY_NESTED = {"breakdown": {"property": "$anonymousId"}}, {"breakdown": {"property": "a.b"}}
OF_K, OF_M = {"property": "k", "limit": 2}, [{"property": "m", "of": "visitor", "measure": "events"}]
LISTS = [{**OF_K, "of": of} for of in ("event", "session", "sessionEnd", "visitor")]
LAST_M = [{"property": "m", "of": "sessionEnd"}]
EARLIER = {"from": "2026-10-30", "to": "2026-11-01T12:00:00Z"}
NUMBERS = [
    {"event": event, "measure": measure, "property": name}
    for event, measure, name in (
        *((None, "sum", "k"), ("buy", "avg", "k"), (None, "min", "m"), (None, "max", "k"), (None, "median", "k")),
        ("open", "p90", "m"),
    )
]
AT_STEP = {"steps": BUY, "step": 1, "outcome": "reached"}
_KEEP = "INSERT INTO spoor.cohorts (id, app_id, name, definition) VALUES (%(id)s, %(app)s, 'c', %(definition)s)"
COHORTS = {
    UUID(int=1): {"kind": "did", "event": "open", "from": "2026-10-30", "to": "2026-11-01", "filters": _OF_K},
    UUID(int=2): {
        "kind": "funnel",
        "steps": BUY,
        "step": 1,
        "outcome": "reached",
        "from": "2026-10-31",
        "to": "2026-11-02",
    },
}
IN_COHORT = [
    {"any": [{"property": "$cohort", "operator": "is", "value": str(UUID(int=1))}, *_OF_K]},
    {"property": "$cohort", "operator": "isNot", "value": [str(UUID(int=2))]},
]
STRICT = {"steps": [{"event": None}, {"event": "buy"}], "order": "strict"}
CAME_BACK = {"startEvent": "open", "returnEvent": {"event": "buy", "filters": _OF_K}}
OF_ACCOUNTS = {"group": "company"}
AT_ACME = [
    {
        "any": [
            {"property": "$groups.company", "operator": "is", "value": ["acme", 10]},
            {"property": "$groups.company", "operator": "has", "value": "acme"},
            {"property": "$groups.company", "operator": "contains", "value": "LOB", "ignoreCase": True},
        ]
    },
    {"property": "$groups.company", "operator": "isSet"},
]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("trends", {"interval": "day", "series": SERIES}),
    ("trends", {"interval": "hour", "series": SERIES, "compare": "previous", "filters": _TEXT}),
    ("trends", {"interval": "week", "series": SERIES, **BY_K}),
    ("trends", {"interval": "day", "series": SERIES, **BY_M, "formulas": [{"expression": "A + B"}]}),
    ("trends", {"interval": "day", "series": SERIES[:2], **BY_ID, "compare": "previous"}),
    ("trends", {"interval": "day", "series": SERIES[:1], **BY_NESTED}),
    ("trends", {"interval": "day", "series": SERIES[:1], **BY_NAME, "compare": "previous"}),
    ("trends", {"interval": "hour", "series": [{"event": "buy"}, *SERIES[:3]], **BY_NAME, "compare": "previous"}),
    ("trends", {"interval": "day", "series": [*SERIES[:1], {"event": "buy"}], "compare": "previous"}),
    ("funnel", {"steps": BUY, "interval": "day", "timeToConvert": True}),
    ("funnel", {**STRICT, **BY_K}),
    ("funnel", {"steps": BUY, "order": "unordered", "conversionWindowSeconds": 7200, "filters": _TEXT}),
    ("retention", {"interval": "day", "periods": 3, **CAME_BACK}),
    ("retention", {"interval": "week", "periods": 1, "cohort": "every", "compare": "previous"}),
    ("funnel", {"steps": BUY, **BY_K, "compare": {"from": "2026-10-30", "to": "2026-11-01T12:00:00Z"}}),
    ("sessions", {"interval": "day", "compare": "previous"}),
    ("lifecycle", {"interval": "day", "filters": _OF_M}),
    ("stickiness", {"event": "open"}),
    ("sessions", {"interval": "hour", "filters": _TEXT}),
    ("paths", {"depth": 3, "limit": 1}),
    ("paths", {"startEvent": "open", "endEvent": "leave", "filters": _OF_K}),
    ("paths", {"property": "$name", "depth": 2}),
    ("overview", {"interval": "day", "compare": "previous", "lists": [*LISTS, *OF_M]}),
    ("overview", {"interval": "hour", "filters": _OF_M, "lists": LISTS}),
    ("overview", {"interval": "day", "filters": _TEXT, "compare": "previousMonth"}),
    ("trends", {"interval": "day", "series": NUMBERS}),
    ("trends", {"interval": "day", "series": NUMBERS, "compare": "previous", **BY_K}),
    ("trends", {"interval": "day", "series": [*SERIES, *NUMBERS[:2]], "breakdown": [OF_K, {"property": "$name"}]}),
    ("trends", {"interval": "day", "series": SERIES, "breakdown": {**OF_K, "of": "session"}, "compare": EARLIER}),
    ("trends", {"interval": "day", "series": SERIES[:2], "breakdown": [{**OF_K, "of": "visitor"}, *LAST_M]}),
    ("trends", {"interval": "day", "series": [*SERIES, NUMBERS[0]], "compare": EARLIER}),
    ("funnel", {"steps": BUY, "breakdown": {**OF_K, "of": "sessionEnd"}}),
    ("funnel", {**STRICT, "breakdown": {**OF_K, "of": "visitor"}}),
    ("retention", {"interval": "day", "periods": 2, **BY_K}),
    ("retention", {"interval": "day", "periods": 1, "cohort": "every", "breakdown": {**OF_K, "of": "visitor"}}),
    ("sessions", {"interval": "day", "breakdown": OF_K, "compare": "previous"}),
    ("sessions", {"interval": "day", "breakdown": {**OF_K, "of": "sessionEnd"}, "filters": _TEXT}),
    ("changes", {"question": {"steps": BUY}, "properties": ["m", "$name"]}),
    ("changes", {"question": {"series": SERIES[:1], "interval": "day"}, "properties": ["$name", "$anonymousId"]}),
    ("changes", {"question": {"series": SERIES[1:2], "interval": "day", "filters": IN_COHORT}}),
    ("trends", {"interval": "day", "series": SERIES, "filters": IN_COHORT}),
    *(("trends", {"interval": "day", "series": SERIES[:1], "filters": [each]}) for each in _OPERATORS),
    (
        "trends",
        {"interval": "day", "series": SERIES[:1], "filters": [{"property": "k", "operator": "has", "value": 1}]},
    ),
    ("funnel", {"steps": BUY, "filters": IN_COHORT, "conversionWindowSeconds": 3600}),
    ("trends", {"interval": "day", "series": SERIES, **OF_ACCOUNTS, "compare": "previous"}),
    ("trends", {"interval": "day", "series": SERIES, "filters": AT_ACME}),
    ("funnel", {"steps": BUY, **OF_ACCOUNTS, "filters": AT_ACME}),
    ("retention", {"interval": "day", "periods": 2, **OF_ACCOUNTS}),
    ("sessions", {"interval": "day", **OF_ACCOUNTS}),
    ("overview", {"interval": "day", **OF_ACCOUNTS, "lists": LISTS[:1]}),
    ("funnel_visitors", {**AT_STEP, "limit": 2}),
    ("funnel_visitors", {**AT_STEP, "limit": 2, "cursor": cursor_at(b"846784800000000 b")}),
    ("funnel_visitors", {**STRICT, **OF_ACCOUNTS, "step": 1, "outcome": "droppedOff", "filters": IN_COHORT}),
    ("cohort_visitors", {"kind": "did", "event": "open", "filters": _OF_M, "limit": 2, "after": ""}),
    ("cohort_visitors", {"kind": "did", "event": None, "atMost": 9, "limit": 1000, "after": "b"}),
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=events,
    done=st.lists(steps, min_size=2, max_size=7),
    zone=ZONES,
    begin=st.integers(0, 3 * 24 * 60),
    length=st.integers(1, 4 * 24 * 60),
    is_compiled=st.booleans(),
)
def test_any_split_gives_the_same_answers(
    database: Direct,
    shop: str,
    bouncer: pooler.Pooler,
    store: Folder,
    before: Any,
    done: list[tuple[str, Any]],
    zone: str,
    begin: int,
    length: int,
    is_compiled: bool,
) -> None:
    split = Split.of(database, bouncer, store, shop)
    for cohort_id, definition in COHORTS.items():
        database.execute(_KEEP, {"id": cohort_id, "app": shop, "definition": json.dumps(definition)})
    split.happen([("events", before), *done])
    span = spans(begin, length, zone)
    with nullcontext() if is_compiled else numpy_alone():
        for name, words in QUESTIONS:
            same(split, name, words_over(span, words))


def words_over(span: dict[str, str], words: dict[str, Any]) -> dict[str, Any]:
    """The words of a question about a span, or of one that is about another question."""
    return {**words, "question": {**span, **words["question"]}} if "question" in words else {**span, **words}


def inquiry_of(name: str, words: dict[str, Any]) -> tuple[Inquiry[Any, Any, Any], Any]:
    """What is asked, and the question; of cohorts none has a range of its own."""
    match name:
        case "funnel_visitors":
            return VISITORS, FunnelVisitorsQuestion.model_validate(words)
        case "cohort_visitors":
            own = {key: value for key, value in words.items() if key not in ("limit", "after")}
            return COHORT_VISITORS, CohortVisitorsQuestion(Did.model_validate(own), words["limit"], words["after"])
        case _:
            report = next(each for each in REPORTS if each.name == name)
            return report, report.question.model_validate(words)


def same(split: Split, name: str, words: dict[str, Any]) -> Reason | None:
    """Check that a question is answered alike; gives why it was answered the way it was. It may only be refused where
    the table has not all of it, and the lake does not know it."""
    report, asked = inquiry_of(name, words)
    question, scope = looked_up(report, asked, split.scope)
    of_twin = split.scope_of_twin(scope)
    try:
        _, found = answered(report, question, scope)
    except BeforeHorizon:
        assert not is_in_table(question, scope)
        return None
    with postgres.gathered(report, question, of_twin) as (gathered, _):
        assert found == report.tally(question, of_twin, gathered), (name, words, scope.ways)
    return Reason(scope.ways[-1].partition("reason=")[2])
