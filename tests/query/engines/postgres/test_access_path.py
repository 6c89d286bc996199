"""Every report reads each range of events once, by the one index."""

from collections.abc import Iterator
from typing import Any

import pytest

from query.engines.postgres.turn import STATEMENT_TIMEOUT_MS
from spoor import database as layer
from tests.golden.statements import SCOPE, Golden, goldens
from tests.people import Direct, sign_up, track

OTHER_APPS = 9
FILL = """
    INSERT INTO public.events (app_id, name, anonymous_id, properties, occurred_at)
    SELECT app.id, 'page_view', 'd' || n % 400, '{"amount": 1}', timestamptz '2026-09-01' + n * interval '45 minutes'
    FROM public.tracked_apps AS app, generate_series(1, 3000) AS n
"""


@pytest.fixture
def crowded(database: Direct) -> Direct:
    """A table of events in which each app has a tenth, as Postgres knows."""
    owner = sign_up(database, "ann")
    database.execute(
        "INSERT INTO public.tracked_apps (id, owner_id, name, api_key) VALUES (%s, %s, 'a', 'k')", [SCOPE.app_id, owner]
    )
    for at in range(OTHER_APPS):
        track(database, owner, f"spk_{at}")
    database.execute(FILL)
    database.execute("ANALYZE public.events, spoor.identities")
    return database


def test_every_statement_scans_the_one_index_once_for_a_range(crowded: Direct) -> None:
    found = {f"{one.report.name}/{one.name}": list(paths(plan_of(crowded, one))) for one in goldens()}
    assert found == {f"{one.report.name}/{one.name}": ["idx_event_app_time"] * one.scans for one in goldens()}


def plan_of(database: Direct, golden: Golden) -> dict[str, Any]:
    """Postgres' plan for the question, under the bounds that reports run with."""
    text, params = golden.compiled()
    with database.transaction():
        bounds = {"limit": str(STATEMENT_TIMEOUT_MS), "owner": "ann", "may_loop": "off"}
        database.execute(layer.sql("query.engines.postgres", "set_bounds"), bounds)
        row = database.execute(f"EXPLAIN (FORMAT JSON) {text}".encode(), params).fetchone()
    assert row is not None
    plan: dict[str, Any] = row["QUERY PLAN"][0]["Plan"]
    return plan


def paths(plan: dict[str, Any]) -> Iterator[str]:
    """How the plan comes by events: the index, or the kind of scan where it is none of an index."""
    inside = plan.get("Plans", [])
    if plan.get("Relation Name") == "events":
        is_bitmap = plan["Node Type"] == "Bitmap Heap Scan"
        found = [each["Index Name"] for each in inside if "Index Name" in each] if is_bitmap else []
        yield from found or [plan.get("Index Name", plan["Node Type"])]
    for each in inside:
        yield from paths(each)
