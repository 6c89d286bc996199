"""The catalog lists what there is to choose from: names by how often, keys with their types and values."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from query.engines.postgres.looks import catalog as gathering
from query.looks import catalog
from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RANGE = "from=2026-11-20&to=2026-11-21"


def tell(database: Direct, app_id: str, properties: list[Any]) -> None:
    """Events with these properties, a second apart."""
    rows = [(uuid4(), app_id, json.dumps(one), NOON + timedelta(seconds=at)) for at, one in enumerate(properties)]
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO events (id, app_id, name, properties, occurred_at) VALUES (%s, %s, 'open', %s, %s)", rows
        )


def test_names_come_by_how_often_they_happened(database: Direct, shop: str, ask: Ask) -> None:
    later = NOON + timedelta(seconds=5)
    happen(database, shop, [("buy", None, NOON), ("open", None, NOON), ("open", None, later), ("add", None, NOON)])
    happen(database, shop, [("old", None, NOON - timedelta(days=2))])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    assert reply["events"] == [
        {"name": "open", "count": 2, "lastSeenAt": "2026-11-20T12:00:05+00:00"},
        {"name": "add", "count": 1, "lastSeenAt": "2026-11-20T12:00:00+00:00"},
        {"name": "buy", "count": 1, "lastSeenAt": "2026-11-20T12:00:00+00:00"},
    ]
    assert (reply["capped"], reply["countedFrom"]) == (False, "2026-11-20T00:00:00+00:00")


def test_properties_come_with_their_types_and_most_frequent_values(database: Direct, shop: str, ask: Ask) -> None:
    tell(database, shop, [{"plan": "pro"}, {"plan": "pro"}, {"plan": "free"}, {"plan": 3}, {"plan": None}, None, {}])
    tell(database, shop, [{"cart": {"n": 1}}, {"cart": [1]}, {"long": "x" * 500}])
    properties = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json["properties"]
    assert properties == [
        {"name": "plan", "types": ["number", "string"], "examples": ["pro", "free", 3]},
        {"name": "cart", "types": ["array", "object"], "examples": []},
        {"name": "long", "types": ["string"], "examples": []},
    ]


def test_a_large_table_is_counted_from_its_newest_events_and_says_so(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_COUNTED", 2)
    monkeypatch.setattr(catalog, "MOST_NAMES", 1)
    monkeypatch.setattr(gathering, "MOST_NAMES", 1)
    happen(database, shop, [(f"n{at}", None, NOON + timedelta(seconds=at)) for at in range(4)])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    assert [event["name"] for event in reply["events"]] == ["n2"]
    assert reply["capped"] is True
    assert reply["countedFrom"] == "2026-11-20T12:00:02+00:00"


def test_without_a_range_it_is_about_the_last_days(database: Direct, shop: str, ask: Ask) -> None:
    now = datetime.now(UTC)
    happen(database, shop, [("new", None, now), ("old", None, now - timedelta(days=40))])
    assert [event["name"] for event in ask("GET", f"/api/apps/{shop}/catalog").json["events"]] == ["new"]


@pytest.mark.parametrize("query", ["colour=red", "from=yesterday", "timezone=Mars", "from=2026-11-02&to=2026-11-01"])
def test_a_word_that_makes_no_sense_is_refused(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/catalog?{query}").status == 422
