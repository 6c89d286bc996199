"""Live is the last half hour by the database's clock: who, what, and how much in each minute."""

from datetime import datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

from tests.people import Direct, happen, track
from tests.query.conftest import Ask

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now(database: Direct) -> datetime:
    """What the database's clock says, and a little less: time goes on while a test runs."""
    [row] = database.execute("SELECT now() - interval '10 seconds' AS now").fetchall()
    return datetime.fromisoformat(row["now"].isoformat())


def test_a_minute_is_counted_back_from_now(database: Direct, shop: str, ask: Ask, now: datetime) -> None:
    ages = [0.2, 0.4, 1.2, 28.5]
    happen(database, shop, [("open", "d1", now - age * MINUTE) for age in ages])
    live = ask("GET", f"/api/apps/{shop}/live").json
    assert len(live["perMinute"]) == 30
    assert live["perMinute"] == [0, 1, *[0] * 26, 1, 2]


def test_what_is_older_than_half_an_hour_or_ahead_of_the_clock_is_not_live(
    database: Direct, shop: str, ask: Ask, now: datetime
) -> None:
    happen(database, shop, [("old", "d1", now - 30 * MINUTE), ("ahead", "d2", now + 10 * MINUTE)])
    assert ask("GET", f"/api/apps/{shop}/live").json == {"visitors": 0, "events": [], "perMinute": [0] * 30}


def test_visitors_are_those_that_links_make_of_ids(database: Direct, shop: str, ask: Ask, now: datetime) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [(name, name, now) for name in ("phone", "ann", "ben")] + [("ping", None, now)])
    assert ask("GET", f"/api/apps/{shop}/live").json["visitors"] == 2


def test_the_newest_fifty_events_are_shown_newest_first(database: Direct, shop: str, ask: Ask, now: datetime) -> None:
    happen(database, shop, [(f"e{second}", "d1", now - timedelta(seconds=second)) for second in range(60)])
    live = ask("GET", f"/api/apps/{shop}/live").json
    assert [event["name"] for event in live["events"]] == [f"e{second}" for second in range(50)]
    assert sorted(live["events"][0]) == ["anonymousId", "id", "name", "occurredAt", "properties"]
    assert sum(live["perMinute"]) == 60


def test_of_large_events_no_more_are_shown_than_an_answer_has_room_for(
    database: Direct, shop: str, ask: Ask, now: datetime
) -> None:
    large = Jsonb({"text": "x" * 250_000})
    for second in range(20):
        database.execute(
            "INSERT INTO public.events (id, app_id, name, properties, occurred_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s)",
            [shop, f"e{second}", large, now - timedelta(seconds=second)],
        )
    live = ask("GET", f"/api/apps/{shop}/live").json
    assert [event["name"] for event in live["events"]] == [f"e{second}" for second in range(9)]
    assert sum(live["perMinute"]) == 20


def test_another_apps_events_are_not_live_here(database: Direct, shop: str, ask: Ask, now: datetime) -> None:
    happen(database, track(database, "ann", "spk_other"), [("open", "d1", now)])
    assert ask("GET", f"/api/apps/{shop}/live").json["visitors"] == 0
