"""Whatever of a range is sealed, changed since, put together by months, open, or not in the table any more, and in
whatever order events, claims, merges and erasures come: the lake answers every question as the table does of an app to
which the same happened, and which has nothing in the lake."""

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from dev.database import pooler
from query.conductor import answered
from query.engines import postgres
from query.engines.horizon import BeforeHorizon, is_in_table
from query.engines.reasons import Reason
from query.lookups import looked_up
from query.reports.catalogue import REPORTS
from query.scope import Scope
from rollup.lake import compaction, rows
from rollup.lake.sealing import seal
from rollup.lake.work import LakePatience, due
from spoor.lake.folder import Folder
from tests.engines import as_rollup
from tests.kernel import numpy_alone
from tests.people import Direct, claim, track

FIRST = datetime(2026, 10, 30, tzinfo=UTC)
DAYS = [date(2026, 10, 30) + timedelta(days=n) for n in range(4)]
ASKED = datetime(2026, 11, 20, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=400)
AT_ONCE = LakePatience(rested=timedelta())
IDS = ["d1", "d2", "ann", "bob", "", None]
NAMES = ["open", "buy", "leave"]
VALUES = ["a", "B", "", "10", 10, 10.0, 9.5, 1e20, True, False, None, "ä😀", '"', {"deep": 1}, [1.0], "$other"]
MOMENTS = st.integers(0, 4 * 96 - 1).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))

events = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(IDS),
        st.one_of(MOMENTS, MOMENTS, st.integers(0, 345_599_999_999).map(lambda us: FIRST + timedelta(microseconds=us))),
        st.dictionaries(st.sampled_from(["k", "m", "a.b"]), st.sampled_from(VALUES), max_size=2),
    ),
    min_size=1,
    max_size=12,
)
steps = st.one_of(
    st.tuples(st.just("events"), events),
    st.tuples(st.just("seal"), st.sampled_from(DAYS)),
    st.tuples(st.just("seal"), st.sampled_from(DAYS)),
    st.tuples(st.just("claim"), st.tuples(st.sampled_from(["d1", "d2"]), st.sampled_from(["ann", "bob"]))),
    st.tuples(st.just("merge"), st.just(("ann", "bob"))),
    st.tuples(st.just("erase"), st.sampled_from(["d1", "ann"])),
    st.tuples(st.just("compact"), st.sampled_from([date(2026, 10, 1), date(2026, 11, 1)])),
    st.tuples(st.just("let go"), st.sampled_from(DAYS)),
)

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
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=events,
    done=st.lists(steps, min_size=2, max_size=7),
    zone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/St_Johns", "Africa/Monrovia"]),
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
    for table in (
        "spoor.lake_held",
        "spoor.lake_horizons",
        "spoor.lake_erasures",
        "spoor.cohorts",
        "public.events",
        "spoor.identities",
        "spoor.claims",
        "spoor.known_ids",
        "spoor.merges",
        "spoor.lake_days",
    ):
        database.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(*table.split("."))))
    database.execute("TRUNCATE spoor.lake_marks")
    twin = track(database, "ann", f"spk_{uuid4()}")
    for cohort_id, definition in COHORTS.items():
        database.execute(_KEEP, {"id": cohort_id, "app": shop, "definition": json.dumps(definition)})
    came_late = False
    for what, given_ in [("events", before), *done]:
        came_late |= what == "events" and is_before(horizon_of(database, shop), given_)
        do(database, shop, store, bouncer, what, given_)
        do_in_table(database, twin, what, given_)
    if came_late:  # what comes for days before the horizon counts once it is sealed
        with as_rollup(bouncer.url("rollup")):
            for each in due(LATER, UUID(shop), AT_ONCE):
                if datetime.combine(each.day, time(), UTC) < (horizon_of(database, shop) or FIRST):
                    assert seal(UUID(shop), each.day, store).what in ("sealed", "empty", "unchanged")
    scope = Scope(UUID(shop), timedelta(minutes=30), ASKED, horizon=horizon_of(database, shop))
    start = FIRST + timedelta(minutes=begin)
    span = {"from": start.isoformat(), "to": (start + timedelta(minutes=length)).isoformat(), "timezone": zone}
    with nullcontext() if is_compiled else numpy_alone():
        for name, words in QUESTIONS:
            same(scope, twin, name, words_over(span, words))


def horizon_of(database: Direct, shop: str) -> datetime | None:
    """From when on the table is whole."""
    row = database.execute("SELECT horizon FROM spoor.settings WHERE app_id = %s", [shop]).fetchone()
    return None if row is None or row["horizon"] is None else datetime.combine(row["horizon"], time(), UTC)


def is_before(horizon: datetime | None, given_: Any) -> bool:
    """Whether any of the events lies before it."""
    return horizon is not None and any(at < horizon for _, _, at, _ in given_)


def words_over(span: dict[str, str], words: dict[str, Any]) -> dict[str, Any]:
    """The words of a question about a span, or of one that is about another question."""
    return {**words, "question": {**span, **words["question"]}} if "question" in words else {**span, **words}


def do(database: Direct, shop: str, store: Folder, bouncer: pooler.Pooler, what: str, given_: Any) -> None:
    """One step of what happens to an app."""
    match what:
        case "seal":
            with as_rollup(bouncer.url("rollup")):
                assert seal(UUID(shop), given_, store).what in ("sealed", "empty", "unchanged")
        case "compact":
            for day in DAYS:
                if day.month == given_.month:
                    do(database, shop, store, bouncer, "seal", day)
            with as_rollup(bouncer.url("rollup")):
                if (UUID(shop), given_) in list(compaction.months(LATER, LATER, UUID(shop))):
                    assert compaction.compact(UUID(shop), given_, store) == "compacted"
        case "let go":
            for day in DAYS[: DAYS.index(given_) + 1]:
                do(database, shop, store, bouncer, "seal", day)
            until = (ASKED.date() - given_).days - 1
            database.execute(
                "INSERT INTO spoor.app_settings (app_id, retention_days) VALUES (%s, %s)"
                " ON CONFLICT (app_id) DO UPDATE SET retention_days = excluded.retention_days",
                [shop, until],
            )
            with as_rollup(bouncer.url("rollup")):
                list(rows.move_horizons(store, ASKED, UUID(shop), lambda: False))
                list(rows.empty_days(store, ASKED, LATER, UUID(shop), lambda: False))
        case _:
            do_in_table(database, shop, what, given_)


def do_in_table(database: Direct, shop: str, what: str, given_: Any) -> None:
    """The same to an app that has nothing in the lake. Ids of events have the same order in both."""
    match what:
        case "events":
            key = database.execute("SELECT api_key FROM public.tracked_apps WHERE id = %s", [shop]).fetchone()
            assert key is not None
            own = int(key["api_key"] != "spk_shop")
            said_ = [
                [str(event_id(own, name, who, at, said)), name, who, said, at.isoformat()]
                for name, who, at, said in given_
            ]
            statement = "SELECT spoor.store_events(%s, %s, %s, now(), 'test', 0::smallint, NULL)"
            database.execute(statement, [shop, key["api_key"], json.dumps(said_)])
        case "claim":
            claim(database, shop, given_)
        case "merge":
            database.execute("SELECT spoor.merge(%s, %s, %s)", [shop, *given_])
        case "erase":
            database.execute("SELECT spoor.erase_visitor(%s, %s)", [shop, given_])


def event_id(own: int, *told: Any) -> UUID:
    """An id of what is told of an event: the same in every run, so that a case that fails can be had again."""
    return UUID(int=2 * int.from_bytes(blake2b(repr(told).encode(), digest_size=8).digest()) + own)


def same(scope: Scope, twin: str, name: str, words: dict[str, Any]) -> Reason | None:
    """Check that a question is answered alike; gives why it was answered the way it was. It may only be refused where
    the table has not all of it, and the lake does not know it."""
    report = next(each for each in REPORTS if each.name == name)
    question, scope = looked_up(report, report.question.model_validate(words), scope)
    of_twin = Scope(UUID(twin), scope.session_gap, scope.now, cohorts=scope.cohorts)
    try:
        _, found = answered(report, question, scope)
    except BeforeHorizon:
        assert not is_in_table(question, scope)
        return None
    with postgres.gathered(report, question, of_twin) as (gathered, _):
        assert found == report.tally(question, of_twin, gathered), (name, words, scope.ways)
    return Reason(scope.ways[-1].partition("reason=")[2])
