"""Events are listed newest first, every one of them on exactly one page."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from psycopg.types.json import Jsonb

from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_an_event_is_shown_as_it_is(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", NOON)])
    [event] = ask("GET", f"/api/apps/{shop}/events").json["events"]
    assert sorted(event) == ["anonymousId", "id", "name", "occurredAt", "properties"]
    assert (event["name"], event["anonymousId"], event["properties"]) == ("open", "d1", {})
    assert event["occurredAt"] == "2026-11-20T12:00:00+00:00"


def test_pages_hold_every_event_once_also_those_of_one_moment(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", f"d{at}", NOON + timedelta(seconds=at // 7)) for at in range(25)])
    seen, cursor = [], ""
    while cursor is not None:
        page = ask("GET", f"/api/apps/{shop}/events?limit=4{cursor and '&cursor=' + quote(cursor)}").json
        seen += page["events"]
        cursor = page["nextCursor"]
    assert sorted(event["anonymousId"] for event in seen) == sorted(f"d{at}" for at in range(25))
    assert [event["occurredAt"] for event in seen] == sorted((event["occurredAt"] for event in seen), reverse=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=open", ["d1", "d3"]),
        ("anonymousId=d2", ["d2"]),
        ("from=2026-11-21&timezone=Europe/Berlin", ["d3"]),
        ("to=2026-11-20T12:00:01Z", ["d1"]),
        ("name=nothing", []),
    ],
)
def test_events_are_chosen_by_name_visitor_and_range(
    database: Direct, shop: str, ask: Ask, query: str, found: list[str]
) -> None:
    later = [NOON, NOON + timedelta(seconds=1), datetime(2026, 11, 20, 23, 30, tzinfo=UTC)]
    happen(database, shop, [("open", "d1", later[0]), ("buy", "d2", later[1]), ("open", "d3", later[2])])
    reply = ask("GET", f"/api/apps/{shop}/events?{query}")
    assert sorted(event["anonymousId"] for event in reply.json["events"]) == found


def test_events_are_chosen_by_filters_and_by_all_ids_of_a_visitor(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", NOON), ("buy", "ann", NOON), ("buy", "ben", NOON)])

    def found(query: str) -> list[str]:
        events = ask("GET", f"/api/apps/{shop}/events?{query}").json["events"]
        return sorted(f"{event['name']} {event['anonymousId']}" for event in events)

    bought = quote('[{"property": "$name", "operator": "is", "value": "buy"}]')
    assert found(f"filters={bought}") == ["buy ann", "buy ben"]
    assert found("visitorId=phone") == ["buy ann", "open phone"]
    assert found(f"visitorId=ann&filters={bought}") == ["buy ann"]


def test_a_filter_of_the_query_string_is_refused_where_it_is_wrong(shop: str, ask: Ask) -> None:
    wrong = quote('[{"property": "k", "operator": "like", "value": 1}]')
    [problem] = ask("GET", f"/api/apps/{shop}/events?filters={wrong}").json["errors"]
    assert problem["path"] == "filters"
    assert "[0].operator" in problem["message"]


def test_a_page_of_large_events_ends_where_an_answer_is_full_and_the_next_goes_on(
    database: Direct, shop: str, ask: Ask
) -> None:
    large = Jsonb({"text": '"' * 250_000})
    for second in range(12):
        database.execute(
            "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
            " VALUES (gen_random_uuid(), %s, %s, 'd1', %s, %s)",
            [shop, f"e{second}", large, NOON - timedelta(seconds=second)],
        )
    for address in (f"/api/apps/{shop}/events?limit=1000", f"/api/apps/{shop}/visitors/d1?from=2026-01-01"):
        names: list[str] = []
        cursor = ""
        while cursor is not None:
            reply = ask("GET", f"{address}{cursor and '&cursor='}{cursor}")
            assert len(json.dumps(reply.text, ensure_ascii=False)) < 6_000_000
            names += [event["name"] for event in reply.json["events"]]
            cursor = reply.json["nextCursor"]
        assert names == [f"e{second}" for second in range(12)]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "filters=nonsense",
        "filters={}",
        "visitorId=",
        "limit=1001",
        "limit=many",
        "colour=red",
        "cursor=nonsense",
        "cursor=%00",
        "from=yesterday",
        "timezone=Mars",
        "from=2026-11-02&to=2026-11-01",
    ],
)
def test_a_word_that_makes_no_sense_is_refused(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/events?{query}").status == 422
