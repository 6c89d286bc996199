"""Whoever reads the lake past Spoor counts what Spoor counts, to the digit, whatever is sealed, changed or open."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from spoor.lake.manifest import FORMAT
from tests.gateway import Reply
from tests.lake.conftest import APP
from tests.lake.readers import Reader, Rows, blocks
from tests.people import Direct, claim, happen, sign_up, track

ENTRY = "query"
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
RANGE = {"from": "2026-11-01", "to": "2026-11-08", "timezone": "UTC"}
NAMES = ["open", "open", "buy", "thank", "$pageview"]
DAY_US = 86_400_000_000
QUERIES = dict(blocks("lake-queries.md", "sql"))
VIEW = QUERIES.pop("Reports in SQL over the lake")
SOME = ("sealed, and open", "an erasure", "all sealed again")
"""When Sail is asked, too, which takes longer."""

[READ] = [code for _, code in blocks("lake.md", "python") if "spark" in code]

TEMPORARY = VIEW.replace("CREATE TEMPORARY", "CREATE OR REPLACE TEMPORARY")

Ask = Callable[..., Reply]


def us(moment: str) -> int:
    """Microseconds since 1970."""
    return (datetime.fromisoformat(moment) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def multiplied(sessions: dict[str, Any], mean: str, unit: int) -> int | None:
    """What a mean over sessions is one of: whole, and so the same in whatever order an engine adds it up."""
    return None if sessions[mean] is None else round(sessions[mean] * sessions["sessions"] * unit)


def figures(ask: Ask) -> dict[str, Rows]:
    """What the API says, in the words of docs/lake-queries.md."""

    def report(name: str, **words: Any) -> Any:
        reply = ask("POST", f"/api/apps/{APP}/reports/{name}", {**RANGE, **words})
        assert reply.status == 200, reply.text
        return reply.json

    any_event = {"event": None}
    trends = report("trends", interval="day", series=[{**any_event, "measure": m} for m in ("total", "visitors")])
    days = [us(bucket) for bucket in trends["buckets"]]
    totals = report("overview", interval="day")["totals"]
    steps = report("funnel", steps=[{"event": e} for e in ("open", "buy", "thank")], conversionWindowSeconds=86400)
    sessions = report("sessions", interval="day")["totals"]
    retention = report("retention", interval="day", periods=3)
    paths = report("paths", depth=3, limit=50)
    lifecycle = report("lifecycle", interval="day")
    stickiness = report("stickiness", interval="day")
    events, visitors = (line["values"] for line in trends["series"])
    return {
        "Trends": [
            {"day": day, "events": e, "visitors": v} for day, e, v in zip(days, events, visitors, strict=True) if e
        ],
        "Overview": [{name: totals[name] for name in ("visitors", "events", "pageviews")}],
        "Funnel": [{f"step_{at}": step["visitors"] for at, step in enumerate(steps["steps"], 1)}],
        "Retention": [
            {"cohort": us(cohort["start"]), "later": later * DAY_US, "visitors": count}
            for cohort in retention["cohorts"]
            for later, count in enumerate(cohort["values"])
            if count
        ],
        "Sessions": [
            {
                **{name: sessions[name] for name in ("sessions", "visitors")},
                "bounces": round(sessions["bounceRate"] * sessions["sessions"]),
                "events": multiplied(sessions, "eventsPerSession", 1),
                "lasted": multiplied(sessions, "avgDurationSeconds", 1_000_000),
            }
        ],
        "Paths": [{"step": n["step"], "name": n["name"], "visitors": n["visitors"]} for n in paths["nodes"]],
        "Lifecycle": [
            {"day": day, **{kind: lifecycle[kind][at] for kind in ("new", "returning", "resurrecting")}}
            for at, day in enumerate(days)
            if lifecycle["new"][at] or lifecycle["returning"][at] or lifecycle["resurrecting"][at]
        ],
        "Stickiness": [
            {"days": days_, "visitors": count}
            for days_, count in zip(stickiness["days"], stickiness["visitors"], strict=True)
            if count
        ],
    }


def duckdb_statements(url: str) -> list[str]:
    """What docs/lake.md says to DuckDB, but the installing, and the view of docs/lake-queries.md."""
    [said] = [code for _, code in blocks("lake.md", "sql") if "ATTACH" in code]
    attach, use = said.split(";")[2:4]
    dsn = psycopg.conninfo.make_conninfo(**psycopg.conninfo.conninfo_to_dict(url))
    return [attach.replace("host=… dbname=… user=ann password=…", dsn), use, VIEW]


def arrange(database: Direct, app: str, sealing: Callable[..., None]) -> Iterator[str]:
    """Everything that may become of an app's events, one after the other, by name."""
    random = Random(14)
    somebody = ["d1", "d2", "d3", "d4", "d5", "ann", None]

    def some(count: int, first: int, days: int) -> None:
        happen(
            database,
            app,
            [
                (
                    random.choice(NAMES),
                    random.choice(somebody),
                    FIRST
                    + timedelta(
                        days=first, minutes=15 * random.randrange(96 * days), microseconds=random.choice([0, 1])
                    ),
                    {"plan": random.choice(["pro", "free", 1])},
                )
                for _ in range(count)
            ],
        )

    sealing()
    yield "nothing"
    some(160, -4, 12)
    other = track(database, sign_up(database, "bob"), "spk_other")
    happen(database, other, [("open", "d1", FIRST + timedelta(days=1))])
    yield "all open"
    sealing(*(date(2026, 11, 1) + timedelta(days=n) for n in range(-2, 5)))
    yield "sealed, and open"
    late = [str(UUID(int=n)) for n in range(20)]
    for at, event_id in enumerate(late):
        database.execute(
            "SELECT spoor.store_event(%s, 'spk_shop', %s, 'buy', %s, NULL, %s, now(), 'test', 0::smallint, NULL)",
            [app, event_id, random.choice(somebody), FIRST + timedelta(hours=9 * at)],
        )
    yield "late events"
    claim(database, app, ("d1", "ann"))
    database.execute("SELECT spoor.merge(%s, 'ann', 'd2')", [app])
    yield "a claim and a merge"
    database.execute("SELECT spoor.erase_visitor(%s, 'd3')", [app])
    yield "an erasure"
    sealing()
    yield "all sealed again"


def test_who_reads_the_lake_gets_the_figures_of_the_api_whatever_became_of_its_days(
    ask: Ask, app: str, database: Direct, sealing: Callable[..., None], duckdb_reader: Reader, sail_reader: Reader,
    entry_of_analysts: str,
) -> None:  # fmt: skip
    assert len(QUERIES) == 8
    queries, duckdb = list(QUERIES.values()), duckdb_statements(entry_of_analysts)
    for became in arrange(database, app, sealing):
        expected = figures(ask)
        told = {"url": entry_of_analysts, "app": app, "read": READ}
        assert answers_of(duckdb_reader.ask(duckdb, queries)) == expected, became
        if became in SOME:
            assert answers_of(sail_reader.ask([TEMPORARY], queries, **told)) == expected, became


def answers_of(answers: list[Rows]) -> dict[str, Rows]:
    """By the headings of docs/lake-queries.md."""
    return dict(zip(QUERIES, answers, strict=True))


def test_who_reads_the_lake_may_read_it_and_nothing_else(app: str, database: Direct, entry_of_analysts: str) -> None:
    with psycopg.connect(entry_of_analysts, autocommit=True, prepare_threshold=None) as analyst:
        seen = [
            str(name)
            for (name,) in analyst.execute(
                "SELECT oid::regclass FROM pg_catalog.pg_class WHERE relkind IN ('r', 'v', 'm', 'p')"
                " AND relnamespace IN ('public'::regnamespace, 'spoor'::regnamespace, 'spoor_lake'::regnamespace)"
                " AND has_any_column_privilege(oid, 'SELECT')"
            )
        ]
        assert seen
        assert all(name.startswith("spoor_lake.") for name in seen), seen
        for name in seen:
            analyst.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(*name.split("."))))
        for statement in (
            "SELECT * FROM public.events",
            "SELECT * FROM spoor.lake_days",
            "SELECT spoor.erase_visitor(gen_random_uuid(), 'd1')",
            "DELETE FROM spoor_lake.people",
            "UPDATE spoor_lake.ducklake_metadata SET value = 'x'",
            "INSERT INTO spoor_lake.ducklake_tag SELECT * FROM spoor_lake.ducklake_tag",
            "CREATE TABLE spoor_lake.mine (id int)",
            "SET ROLE spoor_query",
        ):
            with pytest.raises(psycopg.Error) as refused:
                analyst.execute(statement.encode())
            assert type(refused.value).__name__ in ("InsufficientPrivilege", "ObjectNotInPrerequisiteState"), statement


@pytest.mark.parametrize("kind", ["ingest", "query", "auth", "rollup"])
def test_no_function_reads_what_is_published(database: Direct, kind: str) -> None:
    found = database.execute(
        "SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = 'spoor_lake'::regnamespace"
        " AND has_table_privilege(%s, oid, 'SELECT, INSERT, UPDATE, DELETE')",
        [f"spoor_{kind}"],
    ).fetchall()
    assert found == [{"count": 0}]


def test_what_is_published_is_the_format_that_is_sealed(database: Direct) -> None:
    [row] = database.execute("SELECT pg_get_viewdef('spoor_lake.sealed_days'::regclass) AS text").fetchall()
    assert f"format = {FORMAT}" in row["text"]
