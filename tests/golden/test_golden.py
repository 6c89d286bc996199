"""The statements of reports are reviewed like code, and read events by their one index, once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.golden.statements import HERE, SCOPE, Golden, goldens
from tests.people import Direct, sign_up, track

GOLDENS = [pytest.param(each, id=each.name) for each in goldens()]


@pytest.mark.parametrize("golden", GOLDENS)
def test_a_statement_is_the_committed_one(golden: Golden) -> None:
    assert golden.text() == golden.file.read_text(encoding="utf-8"), "python -m tests.golden.statements writes it anew"


def test_every_committed_statement_belongs_to_a_question() -> None:
    assert {path.stem for path in HERE.glob("*.sql")} == {each.name for each in goldens()}


@pytest.mark.parametrize("golden", GOLDENS)
def test_a_report_reads_events_once_and_by_the_one_index(
    many_apps: psycopg.Connection[DictRow], shop: str, golden: Golden
) -> None:
    text, params = golden.statement(replace(SCOPE, app_id=UUID(shop)))
    row = many_apps.execute(b"EXPLAIN (FORMAT JSON) " + text.encode(), params).fetchone()
    assert row is not None
    scans = [node for node in nodes(row["QUERY PLAN"][0]["Plan"]) if node.get("Relation Name") == "events"]
    indexes = [node.get("Index Name") for scan in scans for node in nodes(scan) if "Index Name" in node]
    assert (len(scans), indexes) == (1, ["idx_event_app_time"])


@pytest.fixture
def shop(database: Direct) -> str:
    """An app of Ann's."""
    return track(database, sign_up(database, "ann"), "spk_shop")


@pytest.fixture
def many_apps(database: Direct, shop: str) -> Direct:
    """A year of events, of which one in ten is the shop's."""
    other = track(database, sign_up(database, "bob"), "spk_other")
    database.execute(
        """
        INSERT INTO events (app_id, name, anonymous_id, properties, occurred_at)
        SELECT CASE WHEN n %% 10 = 0 THEN %s ELSE %s END::uuid, 'page_view', 'd' || n %% 99, '{}',
            timestamptz '2026-01-01 00:00Z' + n * interval '26 minutes'
        FROM generate_series(1, 20000) AS n
        """,
        [shop, other],
    )
    database.execute("ANALYZE events")
    return database


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)
