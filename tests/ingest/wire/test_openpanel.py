"""What OpenPanel's SDK puts on the wire ends in the rows it meant."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, check_rows, people_of, replay, requests_of
from tests.ingest.wire.strangers import OF_DAY, stranger
from tests.people import Direct, sign_up, stored, track

MEANT: list[tuple[str, str | None, dict[str, Any]]] = [
    (
        "order completed",
        "stranger",
        {
            "plan": "pro",
            "amount": 12.5,
            "items": [{"sku": "A1", "qty": 2}, {"sku": "B2", "qty": 1}],
            "nested": {"a": {"b": [1, 2, {"c": None}]}},
            "unicode": "Grüße ☕",
            "flag": True,
        },
    ),
    ("$identify", "user-1", {"firstName": "A", "lastName": "B", "email": "a@example.com", "tier": "gold"}),
    ("after", "user-1", {"a": 1}),
    ("$group", None, {"id": "acme", "type": "company", "name": "Acme"}),
    ("$assign_group", "user-1", {"groupIds": ["acme"], "$groups": {"group": "acme"}}),
    ("$assign_group", "user-1", {"groupIds": ["acme"], "$groups": {"group": "acme"}}),
    ("$increment", "user-1", {"property": "visits", "value": 1}),
    ("$decrement", "user-1", {"property": "visits", "value": 1}),
    ("revenue", "user-1", {"a": 1, "$revenue": 100, "$groups": {"group": "acme"}}),
    ("after group", "user-9", {"b": 1, "$groups": {"group": "acme"}}),
]


def test_the_capture_replays_into_exactly_the_rows_it_means(database: Direct) -> None:
    app = track(database, sign_up(database, "ann"), "cid-1")
    requests = requests_of("openpanel-sdk")
    first = datetime.now(UTC)
    for request in requests:
        reply = replay(request)
        assert reply.status == 200
        assert set(reply.json) == {"deviceId", "sessionId"}
    last = datetime.now(UTC)
    node = stranger(database, app, "node")
    meant = [Meant(name, node if who == "stranger" else who, properties) for name, who, properties in MEANT]
    check_rows(database, app, meant, first, last)


def test_a_servers_users_stay_apart_though_all_come_from_its_address(database: Direct, shop: str) -> None:
    for user in ("ann", "bea", None):
        send(tracked("a", profileId=user))
    assert {"ann", "bea"} < people_of(database, shop)
    assert len(people_of(database, shop)) == 3


def test_a_server_may_count_for_the_device_that_the_browser_was_told(database: Direct, shop: str) -> None:
    device = send(tracked("seen"), {"user-agent": "Firefox"}).json["deviceId"]
    send(tracked("paid", properties={"__deviceId": device, "__revenue": 5}), {"user-agent": "node"})
    seen, paid = stored(database)
    assert seen["anonymous_id"] == paid["anonymous_id"] == device
    assert paid["properties"] == {"$revenue": 5}


def test_what_the_sdk_says_of_itself_is_no_property(database: Direct, shop: str) -> None:
    said = {
        "__path": "http://ex.com/a",
        "__referrer": "",
        "__title": "A",
        "__timestamp": "2026-01-02T03:04:05.678Z",
        "__ip": "198.51.100.7",
        "n": 1,
    }
    send(tracked("screen_view", properties=said), {"user-agent": "Firefox"})
    [row] = stored(database)
    page = {"$current_url": "http://ex.com/a", "$host": "ex.com", "$pathname": "/a"}
    assert row["properties"] == {**page, "$title": "A", "n": 1, **OF_DAY}
    assert row["occurred_at"] == datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert row["anonymous_id"] == stranger(database, shop, "Firefox", "198.51.100.7")


def test_an_alias_makes_one_person_of_a_user_and_an_id_that_nobody_knows(database: Direct, shop: str) -> None:
    send(tracked("a", profileId="ann"))
    send(tracked("a", properties={"__deviceId": "d1"}))
    send({"type": "alias", "payload": {"profileId": "ann", "alias": "d1"}})
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize("path", ["/track", "/track/", "/api/track"])
def test_it_is_known_by_its_header_where_others_send_to_the_same_address(
    database: Direct, shop: str, path: str
) -> None:
    assert send(tracked("a"), path=path).status == 200
    assert len(stored(database)) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "track"}, "INVALID_SHAPE"),
        ([], "INVALID_SHAPE"),
        ({"type": "replay", "payload": {}}, "INVALID_EVENT"),
        ({"type": ["track"], "payload": {}}, "INVALID_EVENT"),
        ({"type": "track", "payload": {}}, "INVALID_NAME"),
        ({"type": "track", "payload": {"name": "a", "properties": 7}}, "INVALID_PROPERTIES"),
        ({"type": "identify", "payload": {"profileId": "u", "properties": "x"}}, "INVALID_PROPERTIES"),
    ],
)
def test_a_failure_says_what_is_wrong(database: Direct, shop: str, body: object, code: str) -> None:
    reply = send(body)
    assert (reply.status, reply.json["code"]) == (400, code)
    assert stored(database) == []


def test_an_unknown_client_is_401_which_alone_is_not_sent_again(database: Direct, shop: str) -> None:
    assert send(tracked("a"), {"openpanel-client-id": "nobody"}).status == 401


def tracked(name: str, **payload: object) -> dict[str, Any]:
    """A `track` call."""
    return {"type": "track", "payload": {"name": name, **payload}}


def send(body: object, headers: dict[str, str] | None = None, path: str = "/track") -> Reply:
    """Send as the SDK does."""
    return call(handler, "POST", path, body, headers={"openpanel-client-id": KEY, **(headers or {})})
