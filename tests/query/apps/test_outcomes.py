"""An owner reads what became of the events that were sent to an app of theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.people import Direct
from tests.query.conftest import Ask

HOUR = datetime(2026, 11, 20, 12, tzinfo=UTC)


def count(
    database: Direct, app_id: str, code: str, number: int, hours: int = 0, sender: str = "web", shard: int = 0
) -> None:
    """Write a counter, as ingest does."""
    database.execute(
        "INSERT INTO spoor.outcomes (app_id, hour, sender, code, shard, count, sample)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            app_id,
            HOUR + timedelta(hours=hours),
            sender,
            code,
            shard,
            number,
            None if shard else '{"event":"open","properties":["=plan"]}',
        ],
    )


def test_counters_of_all_instances_are_added_up_newest_hour_first(database: Direct, shop: str, ask: Ask) -> None:
    count(database, shop, "ACCEPTED", 5)
    count(database, shop, "ACCEPTED", 7, shard=3)
    count(database, shop, "BOT", 2, sender="native")
    count(database, shop, "ACCEPTED", 1, hours=1)
    reply = ask("GET", f"/api/apps/{shop}/outcomes?from=2026-11-20&to=2026-11-21")
    sample = {"event": "open", "properties": ["=plan"]}
    assert reply.json == {
        "outcomes": [
            {"hour": "2026-11-20T13:00:00+00:00", "sender": "web", "code": "ACCEPTED", "count": 1, "sample": sample},
            {"hour": "2026-11-20T12:00:00+00:00", "sender": "native", "code": "BOT", "count": 2, "sample": sample},
            {"hour": "2026-11-20T12:00:00+00:00", "sender": "web", "code": "ACCEPTED", "count": 12, "sample": sample},
        ]
    }


@pytest.mark.parametrize(
    ("query", "hours"), [("from=2026-11-20T12:30:00Z", [1, 0]), ("to=2026-11-20T13:00:00Z", [0, -1])]
)
def test_a_range_takes_the_hours_that_lie_in_it(
    database: Direct, shop: str, ask: Ask, query: str, hours: list[int]
) -> None:
    for hour in (-1, 0, 1):
        count(database, shop, "ACCEPTED", 1, hours=hour)
    both = "from=2026-11-20&to=2026-11-21"
    key = query.partition("=")[0]
    asked = "&".join([query, *(part for part in both.split("&") if not part.startswith(key))])
    found = ask("GET", f"/api/apps/{shop}/outcomes?{asked}").json["outcomes"]
    assert [one["hour"] for one in found] == [(HOUR + timedelta(hours=hour)).isoformat() for hour in hours]


def test_outcomes_are_a_table_for_whoever_wants_one(database: Direct, shop: str, ask: Ask) -> None:
    count(database, shop, "ACCEPTED", 5, sender="@lib")
    path = f"/api/apps/{shop}/outcomes?from=2026-11-20&to=2026-11-21"
    reply = ask("GET", f"{path}&format=csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.text == (
        "hour,sender,code,count,sampleEvent,sampleProperties\r\n"
        "2026-11-20T12:00:00+00:00,'@lib,ACCEPTED,5,open,'=plan\r\n"
    )


def test_without_a_range_it_is_the_last_week(database: Direct, shop: str, ask: Ask) -> None:
    database.execute(
        "INSERT INTO spoor.outcomes (app_id, hour, sender, code, shard, count)"
        " SELECT %s, date_trunc('hour', now()) - each * interval '1 day', 'web', 'ACCEPTED', 0, 1"
        " FROM generate_series(0, 20) AS each",
        [shop],
    )
    assert len(ask("GET", f"/api/apps/{shop}/outcomes").json["outcomes"]) == 7


@pytest.mark.parametrize("query", ["from=soon", "format=xml", "until=2026-11-20"])
def test_an_unknown_word_is_422(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/outcomes?{query}").status == 422
