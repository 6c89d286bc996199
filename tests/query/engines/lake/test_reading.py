"""From where a question is answered, and that nothing broken ever is: the header tells."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import duckdb
import psycopg
import pytest
from psycopg import sql

from dev.database import pooler
from query.engines.lake import plan, reading
from query.engines.lake.cache import Cache
from query.engines.lake.stream import _database
from rollup.lake.sealing import seal
from spoor.lake.folder import Folder
from tests.engines import as_rollup, forget_lake
from tests.people import Direct, claim, happen
from tests.query.conftest import Ask

FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(2)]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
TREND = {"from": "2026-11-01", "to": "2026-11-04", "interval": "day", "series": [{"event": None}]}
VISITED = {"series": [{"event": None, "measure": "visitors"}]}
OF_PLAN = {"filters": [{"property": "plan", "operator": "is", "value": "pro"}]}


@pytest.fixture(autouse=True)
def sealed(database: Direct, shop: str, store: Folder, bouncer: pooler.Pooler) -> None:
    """Two days that are sealed, and one that is not."""
    happen(
        database,
        shop,
        [
            ("open", f"d{n}", NOON + timedelta(days=n % 3), {"plan": "pro" if n % 2 else "free", "seats": n})
            for n in range(9)
        ],
    )
    with as_rollup(bouncer.url("rollup")):
        for day in DAYS:
            assert seal(UUID(shop), day, store).what == "sealed"


def asked(ask: Ask, shop: str, report: str = "trends", **words: Any) -> tuple[str, Any]:
    """From where a question was answered, and the answer."""
    base = TREND if report == "trends" else {name: TREND[name] for name in ("from", "to")}
    reply = ask("POST", f"/api/apps/{shop}/reports/{report}", {**base, **words})
    assert reply.status == 200, reply.text
    return reply.headers["spoor-engine"], reply.json


def values(answer: Any) -> Any:
    """Of the first series."""
    return answer["series"][0]["values"]


def test_sealed_days_are_answered_from_the_lake_together_with_what_is_open(ask: Ask, shop: str) -> None:
    way, answer = asked(ask, shop)
    assert way == "lake; reason=sealed"
    assert values(answer) == [3, 3, 3]


def test_a_filter_is_answered_from_the_lake(ask: Ask, shop: str) -> None:
    way, answer = asked(ask, shop, **OF_PLAN)
    assert way == "lake; reason=sealed"
    assert values(answer) == [1, 2, 1]


def test_whatever_a_dashboard_asks_is_answered_from_the_lake(ask: Ask, shop: str) -> None:
    by_plan = {"breakdown": {"property": "plan", "of": "visitor"}}
    seats = {"event": None, "measure": "p90", "property": "seats"}
    definition = {"kind": "did", "event": "open", "lastDays": 60}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "opened", "definition": definition}).json["id"]
    in_cohort = [{"property": "$cohort", "operator": "is", "value": cohort}]
    for report, words in (
        ("overview", {"interval": "day", "compare": "previous", "lists": [{"property": "plan", "of": "session"}]}),
        ("overview", {"interval": "day", "lists": [{"property": "nobody says this"}, {"property": "$name"}]}),
        ("trends", {"series": [seats], "breakdown": [{"property": "plan"}, {"property": "$name"}]}),
        ("trends", {"compare": "previousYear", **by_plan}),
        ("trends", {"filters": [{"property": "plan", "operator": "matches", "value": "^PR", "ignoreCase": True}]}),
        ("sessions", {"interval": "day", "breakdown": {"property": "plan", "of": "sessionEnd"}}),
        ("retention", {"interval": "day", "periods": 1, "filters": in_cohort, **by_plan}),
        ("funnel", {"steps": [{"event": "open", "filters": in_cohort}], **by_plan}),
        ("paths", {"property": "plan"}),
    ):
        assert (report, asked(ask, shop, report, **words)[0]) == (report, "lake; reason=sealed")


def test_an_ordered_report_without_filters_never_loads_duckdb(
    ask: Ask, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("query.engines.lake.stream", raising=False)
    monkeypatch.setitem(sys.modules, "query.engines.lake.stream", None)  # to import it fails
    steps = {"steps": [{"event": "open"}, {"event": "buy"}]}
    for report, words in (
        ("trends", {"series": [{"event": None, "measure": "visitors"}]}),
        ("trends", {"breakdown": {"property": "$name"}}),
        ("funnel", steps),
        ("retention", {"interval": "day", "periods": 1}),
        ("sessions", {"interval": "day"}),
        ("paths", {}),
    ):
        assert (report, asked(ask, shop, report, **words)[0]) == (report, "lake; reason=sealed")


@pytest.mark.parametrize(
    ("report", "words", "reason"),
    [
        ("trends", {"breakdown": {"property": "a.b"}}, "key_not_sealed"),
        (
            "trends",
            {"filters": [{"property": "$groups.company", "operator": "is", "value": "acme"}]},
            "key_not_sealed",
        ),
        ("trends", {"from": "2026-10-01", "to": "2026-10-05"}, "not_sealed"),
        ("paths", {"property": "seats"}, "key_not_sealed"),
        ("trends", {"filters": [{"property": "plan", "operator": "matches", "value": "\\Bo"}]}, "filter_not_sealed"),
    ],
)
def test_what_the_lake_does_not_know_postgres_answers_and_says_why(
    ask: Ask, shop: str, report: str, words: dict[str, Any], reason: str
) -> None:
    way, _ = asked(ask, shop, report, **words)
    assert way == f"postgres; reason={reason}"


def test_a_small_range_is_answered_by_postgres(ask: Ask, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "LEAST_EVENTS", 7)
    way, answer = asked(ask, shop)
    assert way == "postgres; reason=small_range"
    assert values(answer) == [3, 3, 3]


def test_what_would_not_fit_into_memory_is_left_to_postgres(
    ask: Ask, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "EVENTS_A_MEGABYTE", 0)
    way, _ = asked(ask, shop)
    assert way == "postgres; reason=too_large"


def test_without_a_lake_postgres_answers(ask: Ask, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAKE_URL")
    forget_lake()
    way, _ = asked(ask, shop)
    assert way == "postgres; reason=no_lake"


def test_a_marked_day_is_read_from_the_table(ask: Ask, shop: str, database: Direct) -> None:
    database.execute("DELETE FROM public.events WHERE occurred_at < '2026-11-02'")
    database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [FIRST]])
    way, answer = asked(ask, shop)
    assert way == "lake; reason=sealed"
    assert values(answer) == [0, 3, 3]


def test_where_most_events_are_of_changed_days_postgres_answers(ask: Ask, shop: str, database: Direct) -> None:
    happen(database, shop, [("open", "d1", NOON + timedelta(hours=1))])
    database.execute("UPDATE spoor.lake_days SET rows = 4 WHERE day = '2026-11-01'")
    database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [FIRST]])
    way, answer = asked(ask, shop)
    assert way == "postgres; reason=dirty_days"
    assert values(answer) == [4, 3, 3]


def truncate(path: Path) -> None:
    """A file that ends too early."""
    path.write_bytes(path.read_bytes()[:-9])


def falsify(path: Path) -> None:
    """A file with one other byte."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("kind", ["core", "properties"])
@pytest.mark.parametrize("damage", [Path.unlink, truncate, falsify])
def test_a_broken_file_is_noticed_and_its_day_is_answered_by_postgres_and_sealed_again(
    ask: Ask, shop: str, store: Folder, database: Direct, damage: Callable[[Path], None], kind: str
) -> None:
    [row] = database.execute("SELECT * FROM spoor.lake_days WHERE day = %s", [FIRST]).fetchall()
    damage(store.root / row[kind])
    way, answer = asked(ask, shop, **OF_PLAN)
    assert way == "postgres; reason=broken_files"
    assert values(answer) == [1, 2, 1]
    assert database.execute("SELECT day FROM spoor.lake_marks").fetchall() == [{"day": FIRST}]
    way, answer = asked(ask, shop, **OF_PLAN)
    assert way == "lake; reason=sealed"
    assert values(answer) == [1, 2, 1]


@pytest.mark.parametrize(
    "change",
    [
        "rows = rows + 1",
        "core = properties",
        "core_sha256 = properties_sha256",
        "whole_ms = NOT whole_ms",
        "keys = '{}'",
        "visitors = 0",
        "day = day + 5",
        "format = format + 1",
        "digest = NULL",
    ],
)
def test_a_falsified_manifest_is_noticed(ask: Ask, shop: str, database: Direct, change: LiteralString) -> None:
    database.execute(sql.SQL("UPDATE spoor.lake_days SET {} WHERE day = '2026-11-01'").format(sql.SQL(change)))
    _, answer = asked(ask, shop, **{"to": "2026-11-09", **OF_PLAN})
    assert values(answer) == [1, 2, 1, 0, 0, 0, 0, 0]


def test_how_many_events_there_are_is_known_without_any_file(ask: Ask, shop: str, tmp_path: Path) -> None:
    assert values(asked(ask, shop)[1]) == [3, 3, 3]
    way, answer = asked(ask, shop, **{"from": "2026-11-01T12:00:00Z", "breakdown": {"property": "$name"}})
    assert (way, values(answer)) == ("lake; reason=sealed", [3, 3, 3])
    assert len(list((tmp_path / "cache").iterdir())) == 1  # of the day that begins at noon


def test_a_file_is_fetched_once(ask: Ask, shop: str, store: Folder) -> None:
    _, before = asked(ask, shop, **VISITED)
    for path in store.root.rglob("core-*"):
        path.unlink()
    assert asked(ask, shop, **VISITED) == ("lake; reason=sealed", before)


def test_a_file_that_was_changed_in_the_cache_is_fetched_again(ask: Ask, shop: str, tmp_path: Path) -> None:
    _, before = asked(ask, shop, **VISITED)
    for damage in (falsify, truncate, falsify):
        for path in (tmp_path / "cache").iterdir():
            damage(path)
        if damage is truncate:
            forget_lake()  # as in a process that never saw it
        assert asked(ask, shop, **VISITED) == ("lake; reason=sealed", before)
    forget_lake()
    for path in (tmp_path / "cache").iterdir():
        falsify(path)
    assert asked(ask, shop, **VISITED) == ("lake; reason=sealed", before)


def test_the_cache_holds_no_more_than_it_may(
    ask: Ask, shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(ask, shop, **OF_PLAN)
    assert len(list((tmp_path / "cache").iterdir())) == 4
    monkeypatch.setenv("LAKE_CACHE_MB", "0")
    forget_lake()
    way, _ = asked(ask, shop, **VISITED)
    assert way == "lake; reason=sealed"
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_what_this_instance_lacks_says_nothing_of_the_files(
    ask: Ask, shop: str, database: Direct, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, right = asked(ask, shop, **OF_PLAN)
    by_plan = {"breakdown": {"property": "plan"}}
    _, apart = asked(ask, shop, **by_plan)
    (tmp_path / "file").touch()
    for place in ("/proc/nowhere", str(tmp_path / "file")):  # no folder can be made there
        monkeypatch.setenv("LAKE_CACHE", place)
        forget_lake()
        assert asked(ask, shop, **OF_PLAN) == ("postgres; reason=store_away", right)
    monkeypatch.setenv("LAKE_CACHE", str(tmp_path / "cache"))
    forget_lake()
    found = Cache.paths

    def paths(*given: Any) -> Any:
        """As another process that has the same folder throws away what it finds there."""
        there = found(*given)
        for path in there:
            path.unlink(missing_ok=True)
        return there

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "paths", paths)
        for words, answer in ((OF_PLAN, right), (by_plan, apart)):
            assert asked(ask, shop, **words) == ("postgres; reason=store_away", answer)
        assert asked(ask, shop, **VISITED)[0] == "postgres; reason=store_away"
    _database().execute("SET memory_limit = '100kB'")
    monkeypatch.chdir("/proc")  # as in Lambda, where nobody may write
    try:
        assert asked(ask, shop, **by_plan) == ("postgres; reason=too_large", apart)
        with pytest.raises(duckdb.OutOfMemoryException):
            _database().execute(
                "SELECT count(*) FROM (SELECT DISTINCT repeat(i::VARCHAR, 99) FROM range(99999) AS t(i))"
            )
    finally:
        _database().execute("SET memory_limit = '400MB'")
    assert database.execute("SELECT * FROM spoor.lake_marks").fetchall() == []
    assert asked(ask, shop, **by_plan) == ("lake; reason=sealed", apart)


def test_an_answer_is_the_same_letter_by_letter_from_wherever_it_comes(
    ask: Ask, shop: str, database: Direct, store: Folder, bouncer: pooler.Pooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["10.0", "10", "1.50", "-0.0", "1e25", "1e-7", '"10.0"', "true", "12345678901234567890.5"]
    for at, value in enumerate(said):
        happen(database, shop, [("pay", f"d{at}", NOON + timedelta(minutes=at))])
        changed = "UPDATE public.events SET properties = %s WHERE name = 'pay' AND occurred_at = %s"
        database.execute(changed, [f'{{"sum": {value}}}', NOON + timedelta(minutes=at)])
    with as_rollup(bouncer.url("rollup")):
        assert seal(UUID(shop), FIRST, store).what == "sealed"
    by_sum = {"property": "sum", "limit": 20}
    questions: list[tuple[str, dict[str, Any]]] = [
        ("trends", {"interval": "day", "series": [{"event": "pay"}], "breakdown": by_sum}),
        ("funnel", {"steps": [{"event": "pay"}], "breakdown": by_sum}),
        ("retention", {"interval": "day", "periods": 1, "breakdown": by_sum}),
        ("sessions", {"interval": "day", "breakdown": by_sum}),
        ("overview", {"interval": "day", "lists": [by_sum, {**by_sum, "of": "session"}]}),
    ]

    def texts() -> list[tuple[str, str]]:
        words = {"from": "2026-11-01", "to": "2026-11-02"}
        replies = [
            ask("POST", f"/api/apps/{shop}/reports/{report}{form}", {**words, **more})
            for report, more in questions
            for form in ("", "?format=csv")
        ]
        assert all(reply.status == 200 for reply in replies)
        return [(reply.headers["spoor-engine"].partition(";")[0], reply.text) for reply in replies]

    found = texts()
    assert {way for way, _ in found} == {"lake"}
    monkeypatch.delenv("LAKE_URL")
    forget_lake()
    assert texts() == [("postgres", text) for _, text in found]


def test_several_questions_tell_of_each(ask: Ask, shop: str) -> None:
    questions = [
        {"report": "trends", **TREND},
        {"report": "paths", "property": "seats", "from": "2026-11-01", "to": "2026-11-04"},
    ]
    reply = ask("POST", f"/api/apps/{shop}/reports", {"questions": questions})
    assert reply.headers["spoor-engine"] == "lake; reason=sealed, postgres; reason=key_not_sealed"


def test_whose_an_id_is_counts_as_of_now_whatever_was_asked_before(
    ask: Ask, shop: str, database: Direct, store: Folder, bouncer: pooler.Pooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seal_days(*days: date) -> None:
        with as_rollup(bouncer.url("rollup")):
            for day in days:
                assert seal(UUID(shop), day, store).what in ("sealed", "unchanged")

    def again(*ids: str) -> None:
        happen(database, shop, [("open", each, NOON + timedelta(days=2, hours=1), {}) for each in ids])

    steps: list[Callable[[], object]] = [
        lambda: claim(database, shop, ("d0", "ann"), ("d1", "ann")),
        lambda: again("ann", "new", "d8"),
        lambda: claim(database, shop, ("d8", "new"), ("d7", "unheard")),
        lambda: seal_days(FIRST + timedelta(days=2)),
        lambda: database.execute("SELECT spoor.merge(%s, 'ann', 'new')", [shop]),
        lambda: database.execute("SELECT spoor.erase_visitor(%s, 'd3')", [shop]),
        lambda: seal_days(*DAYS, FIRST + timedelta(days=2)),
        lambda: again("d3", "d0"),
        lambda: seal_days(FIRST + timedelta(days=2)),
        lambda: database.execute("DELETE FROM spoor.lake_erasures"),
        lambda: claim(database, shop, ("d3", "ann")),
    ]
    visited: dict[str, Any] = {**VISITED, "breakdown": {"property": "$name"}, "interval": "month"}
    ways = []
    for at, step in enumerate(steps):
        step()
        way, found = asked(ask, shop, **visited)
        ways.append(way)
        with monkeypatch.context() as patch:
            patch.delenv("LAKE_URL")
            assert (at, found["series"]) == (at, asked(ask, shop, **visited)[1]["series"])
    assert ways.count("lake; reason=sealed") > len(steps) - 3


def test_no_connection_is_held_while_a_question_is_counted(
    ask: Ask, shop: str, direct: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[list[Any]] = []
    kernel = reading.KERNELS["trends"]

    def stream(*given: Any) -> Any:
        held.append(direct.execute("SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in %'").fetchall())
        return kernel.stream and kernel.stream(*given)

    monkeypatch.setattr(reading, "KERNELS", {"trends": kernel._replace(stream=stream)})
    assert asked(ask, shop, **VISITED)[0] == "lake; reason=sealed"
    assert held == [[]]


def test_several_questions_of_a_request_are_answered_as_each_by_itself(ask: Ask, shop: str) -> None:
    spans = ({}, {"from": "2026-11-01T06:15:00Z"}, {"to": "2026-11-02T12:00:00.000001Z"})
    questions = [
        *({**TREND, **VISITED, **span, "report": "trends"} for span in spans),
        *({**TREND, **span, "report": "sessions"} for span in spans),
        {**TREND, "report": "paths", "interval": None},
        {**TREND, **VISITED, "report": "trends", "breakdown": {"property": "$name"}},
    ]
    questions = [
        {name: said for name, said in each.items() if name != ("series" if each["report"] != "trends" else "") and said}
        for each in questions
    ]
    reply = ask("POST", f"/api/apps/{shop}/reports", {"questions": questions})
    found = [each["answer"] for each in reply.json["answers"]]
    for each, answer in zip(questions, found, strict=True):
        words = {name: said for name, said in each.items() if name != "report"}
        alone = ask("POST", f"/api/apps/{shop}/reports/{each['report']}", words)
        assert (alone.headers["spoor-engine"], alone.json) == ("lake; reason=sealed", answer)
