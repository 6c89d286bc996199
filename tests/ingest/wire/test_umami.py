"""What Umami's script and its library for Node put on the wire ends in the rows they meant."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from ingest.app import handler
from tests.app_settings import say
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, check_rows, replay, requests_of
from tests.ingest.wire.strangers import stranger
from tests.people import Direct, sign_up, stored, track

WEBSITE = "11111111-2222-4333-8444-555555555555"
NESTED = {
    "plan": "pro",
    "amount": 12.5,
    "items": [{"sku": "A1", "qty": 2}, {"sku": "B2", "qty": 1}],
    "nested": {"a": {"b": [1, 2, {"c": None}]}},
    "unicode": "Grüße ☕",
    "flag": True,
}
PAGE = "http://127.0.0.1:8110/_page/umami-browser.html?utm_source=news&utm_medium=email&utm_campaign=spring&gclid=G1"
NEXT = "http://127.0.0.1:8110/next"
BROWSER = {
    "$title": "Pricing page",
    "$browser_language": "en-GB",
    "$screen_width": 1280,
    "$screen_height": 720,
    "$tag": "t1",
}
OF_PAGE = frozenset({*BROWSER, "$current_url", "$referrer"})
CAPTURES: dict[str, list[tuple[str, str | None, dict[str, Any]]]] = {
    "umami-browser": [
        ("$pageview", None, {**BROWSER, "$current_url": PAGE}),
        ("order completed", None, {**BROWSER, **NESTED, "$current_url": PAGE}),
        ("$pageview", None, {**BROWSER, "$title": "V", "$current_url": "https://127.0.0.1/virtual"}),
        ("$identify", "user-1", {"email": "a@example.com"}),
        ("performance", "user-1", {"fcp": 136, "lcp": 136, "duration": 2138, "ttfb": 21.5999999998603}),
        ("$pageview", "user-1", {**BROWSER, "$current_url": NEXT, "$referrer": PAGE}),
        ("performance", "user-1", {"duration": 864, "$current_url": NEXT}),
    ],
    "umami-node": [
        ("order completed", None, NESTED),
        (
            "$pageview",
            None,
            {
                "$current_url": "https://ex.com/home",
                "$referrer": "https://google.com/",
                "$title": "Home",
                "$browser_language": "en-US",
                "$screen_width": 1920,
            },
        ),
        ("$identify", None, {"email": "a@example.com", "tier": "gold"}),
        ("n2", None, {"$current_url": "/x", "a": 1}),
    ],
}


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_replays_into_exactly_the_rows_it_means(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), WEBSITE)
    requests = requests_of(capture)
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    for reply in replies:
        assert reply.status == 200
        assert set(reply.json) == {"cache", "sessionId", "visitId"}
    meant = [
        Meant(name, user or stranger(database, app, agent_of(request)), properties, extra=OF_PAGE)
        for request, (name, user, properties) in zip(requests, CAPTURES[capture], strict=True)
    ]
    check_rows(database, app, meant, first, last)


def agent_of(request: dict[str, Any]) -> str:
    """The user agent of a captured request."""
    return next((value for name, value in request["headers"].items() if name.lower() == "user-agent"), "")


def test_the_answer_tells_uuids_that_stay_a_visitors_own(database: Direct, shop: str) -> None:
    first, again, other = send(event("a")), send(event("b")), send(event("a", id="ann"))
    assert first.json == again.json
    assert first.json["sessionId"] != other.json["sessionId"]
    for key in ("sessionId", "visitId"):
        assert str(UUID(first.json[key])) == first.json[key]
    assert first.json["cache"]


def test_a_server_may_name_the_visitor_it_speaks_for(database: Direct, shop: str) -> None:
    for address in ("198.51.100.1", "198.51.100.1", "198.51.100.2"):
        send(event("a", ip=address, userAgent="Safari"))
    rows = stored(database, shop)
    assert len({row["anonymous_id"] for row in rows}) == 2
    assert stranger(database, shop, "Safari", "198.51.100.2") in {row["anonymous_id"] for row in rows}
    assert "198.51.100" not in str([row["properties"] for row in rows])


def test_two_users_behind_one_address_stay_two(database: Direct, shop: str) -> None:
    for user in (None, "ann", "bea"):
        send(event("a", id=user))
    assert len({row["anonymous_id"] for row in stored(database, shop)}) == 3
    assert database.execute("SELECT * FROM spoor.identities").fetchall() == []


def test_a_timestamp_is_in_seconds(database: Direct, shop: str) -> None:
    send(event("a", timestamp=1767323045))
    [row] = stored(database)
    assert row["occurred_at"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_batch_is_told_what_became_of_each(database: Direct, shop: str) -> None:
    batch = [
        event("a"),
        event("b", website="another"),
        event("c", data=[1]),
        {"type": "odd", "payload": {"website": KEY}},
    ]
    reply = call(handler, "POST", "/api/batch", batch)
    assert reply.status == 200
    assert {key: reply.json[key] for key in ("size", "processed", "errors")} == {"size": 4, "processed": 1, "errors": 3}
    codes = [(one["index"], one["response"]["error"]["code"]) for one in reply.json["details"]]
    assert codes == [(1, "OTHER_KEY"), (2, "INVALID_PROPERTIES"), (3, "INVALID_EVENT")]
    assert [row["name"] for row in stored(database)] == ["a"]
    assert call(handler, "POST", "/api/batch", [event("a", data=7)]).status == 400


@pytest.mark.parametrize("odd", [7, None, "text", [], {}, {"type": "event"}, {"type": "event", "payload": 7}])
def test_what_is_no_event_costs_a_batch_nothing_but_itself(database: Direct, shop: str, odd: object) -> None:
    reply = call(handler, "POST", "/api/batch", [odd, event("a"), odd, event("b")])
    assert (reply.status, reply.json["processed"], reply.json["errors"]) == (200, 2, 2)
    codes = [(one["index"], one["response"]["error"]["code"]) for one in reply.json["details"]]
    assert codes == [(0, "INVALID_EVENT"), (2, "INVALID_EVENT")]
    assert sorted(row["name"] for row in stored(database)) == ["a", "b"]
    nothing = call(handler, "POST", "/api/batch", [odd])
    assert (nothing.status, nothing.json["code"]) == (400, "INVALID_SHAPE")


def test_an_event_that_names_no_website_is_its_batchs(database: Direct, shop: str) -> None:
    call(handler, "POST", "/api/batch", [{"type": "event", "payload": {"name": "a"}}, event("b")])
    assert sorted(row["name"] for row in stored(database)) == ["a", "b"]


def test_an_event_that_the_app_does_not_want_is_answered_as_a_bots(database: Direct, shop: str) -> None:
    say(database, allowed_event_names=["wanted"])
    assert send(event("unwanted")).json == {"beep": "boop"}
    reply = call(handler, "POST", "/api/batch", [event("wanted"), event("unwanted")])
    assert (reply.json["processed"], reply.json["details"][0]["index"]) == (1, 1)
    assert [row["name"] for row in stored(database)] == ["wanted"]


def test_a_library_without_a_token_of_its_own_is_let_in(database: Direct, shop: str) -> None:
    reply = call(handler, "POST", "/api/send", event("a"), headers={"authorization": "Bearer None"})
    assert reply.status == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"type": "event", "payload": {"website": "nobody"}}, 401, "UNKNOWN_KEY"),
        ({"type": "event", "payload": {}}, 401, "UNKNOWN_KEY"),
        ({"type": "event"}, 400, "INVALID_SHAPE"),
        ([], 400, "INVALID_SHAPE"),
        ({"type": "odd", "payload": {"website": KEY}}, 400, "INVALID_EVENT"),
        ({"type": {}, "payload": {"website": KEY}}, 400, "INVALID_EVENT"),
        ({"type": "event", "payload": {"website": KEY, "data": "x"}}, 400, "INVALID_PROPERTIES"),
        ({"type": "event", "payload": {"website": KEY, "id": "\0"}}, 400, "INVALID_ID"),
    ],
)
def test_a_failure_says_what_is_wrong(database: Direct, shop: str, body: object, status: int, code: str) -> None:
    reply = send(body)
    assert (reply.status, reply.json["code"]) == (status, code)
    assert stored(database) == []


def event(name: str, **payload: object) -> dict[str, Any]:
    """An event of the shop's."""
    return {"type": "event", "payload": {"website": KEY, "name": name, **payload}}


def send(body: object) -> Reply:
    """Send as the script does."""
    return call(handler, "POST", "/api/send", body, headers={"user-agent": "Firefox"})


@pytest.mark.parametrize(
    ("kind", "said", "name", "properties"),
    [
        ("pageview", {}, "$pageview", {}),
        ("event", {"event_name": "buy", "event_data": {"n": 1}}, "buy", {"n": 1}),
        ("event", {"event_type": "click", "event_value": "signup button"}, "signup button", {"event_type": "click"}),
    ],
)
def test_version_1_has_an_address_and_words_of_its_own(
    database: Direct, shop: str, kind: str, said: dict[str, Any], name: str, properties: dict[str, Any]
) -> None:
    payload = {"website": KEY, "hostname": "ex.com", "url": "/a", "language": "en", "screen": "10x20", **said}
    reply = call(handler, "POST", "/api/collect", {"type": kind, "payload": payload})
    assert (reply.status, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert reply.text
    [row] = stored(database)
    assert row["name"] == name
    assert row["anonymous_id"]
    assert row["properties"]["$current_url"] == "https://ex.com/a"
    assert {key: row["properties"][key] for key in properties} == properties
