"""Statistics from before an app's first links, which know nothing of it, make nobody compare rows one with one."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.golden.statements import SCOPE, goldens
from tests.people import Direct, sign_up, track
from tests.query.engines.postgres.test_access_path import plan_of

LINKS = 2000
LINK = """
    SELECT spoor.link(%(app_id)s, jsonb_build_object(
        'known', jsonb_agg('user ' || n),
        'claims', jsonb_agg(jsonb_build_array('device ' || n, 'user ' || n, '2026-09-01T00:00:00Z')),
        'aliases', jsonb_build_array(jsonb_build_array('one', 'other', '2026-09-01T00:00:00Z'))
    ), 'test', false)
    FROM generate_series(1, %(links)s) AS n
"""
FILL = """
    INSERT INTO public.events (app_id, name, anonymous_id, properties, occurred_at)
    SELECT %(app_id)s, 'page_view', 'device ' || n, '{"amount": 1}', timestamptz '2026-09-01' + n * interval '1 minute'
    FROM generate_series(1, %(links)s) AS n
"""
LOOK_UPS = {
    "identities by id": ("identities", "app_id = %(app_id)s AND anonymous_id = %(id)s"),
    "identities by visitor": ("identities", "app_id::text = %(app_id)s::text AND visitor_id = %(id)s"),
    "claims": ("claims", "app_id = %(app_id)s AND anonymous_id = %(id)s"),
    "aliases by the one": ("aliases", "app_id = %(app_id)s AND one = %(id)s"),
    "aliases by the other": ("aliases", "app_id::text = %(app_id)s::text AND other = %(id)s"),
    "known ids": ("known_ids", "app_id = %(app_id)s AND id = %(id)s"),
}


@pytest.fixture
def young(database: Direct) -> Direct:
    """A database whose statistics are of an app with few visitors, and then an app with many."""
    owner = sign_up(database, "ann")
    for app_id, links in ((track(database, owner, "spk_few"), 20), (SCOPE.app_id, LINKS)):
        if app_id == SCOPE.app_id:
            database.execute("ANALYZE public.events")
            database.execute("ANALYZE spoor.identities, spoor.claims, spoor.aliases, spoor.known_ids")
            database.execute(
                "INSERT INTO public.tracked_apps (id, owner_id, name, api_key) VALUES (%s, %s, 'a', 'k')",
                [app_id, owner],
            )
        for statement in (LINK, FILL):
            database.execute(statement, {"app_id": app_id, "links": links})
    return database


def test_no_report_compares_rows_one_with_one(young: Direct) -> None:
    found = {f"{one.report.name}/{one.name}": list(one_with_one(plan_of(young, one))) for one in goldens()}
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("name", LOOK_UPS)
def test_a_look_up_goes_by_what_it_looks_for(young: Direct, name: str) -> None:
    table, condition = LOOK_UPS[name]
    statement = f"EXPLAIN (FORMAT JSON) SELECT FROM spoor.{table} WHERE {condition}".encode()
    with young.transaction():
        young.execute("SET LOCAL enable_seqscan = off")  # as those who look up do
        row = young.execute(statement, {"app_id": str(SCOPE.app_id), "id": "device 7"}).fetchone()
    assert row is not None
    plan = row["QUERY PLAN"][0]["Plan"]
    assert "device 7" in str(plan.get("Index Cond") or plan.get("Recheck Cond")), plan


@pytest.mark.parametrize("table", ["identities", "known_ids", "claims", "aliases", "merges"])
def test_no_two_indexes_of_links_begin_alike(database: Direct, table: str) -> None:
    rows = database.execute(
        "SELECT pg_get_indexdef(indexrelid, 1, true) AS first FROM pg_catalog.pg_index WHERE indrelid = %s::regclass",
        [f"spoor.{table}"],
    ).fetchall()
    firsts = [row["first"] for row in rows]
    assert len(firsts) == len(set(firsts))


def one_with_one(plan: dict[str, Any]) -> Iterator[str]:
    """The conditions by which loops within loops find what belongs together."""
    if plan["Node Type"] == "Nested Loop" and "Join Filter" in plan:
        yield plan["Join Filter"]
    for each in plan.get("Plans", []):
        yield from one_with_one(each)
