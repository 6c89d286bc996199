"""What Plausible's trackers and its Events API put on the wire ends in the rows they meant."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from tests.app_settings import say
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, check_rows, replay, requests_of
from tests.ingest.wire.strangers import stranger
from tests.people import Direct, sign_up, stored, track

PAGE = (
    "http://127.0.0.1:8110/_page/plausible-tracker-new.html"
    "?utm_source=news&utm_medium=email&utm_campaign=spring&gclid=G1"
)
NEXT = "http://127.0.0.1:8110/next"
CAPTURES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "plausible-tracker-new": [
        ("pageview", {"$current_url": PAGE}),
        ("Order", {"$current_url": PAGE, "plan": "pro", "n": 3, "$revenue": 12.5, "$currency": "EUR"}),
        ("Seen", {"$current_url": PAGE, "$interactive": False}),
        ("engagement", {"$current_url": PAGE, "$scroll_depth": 100, "$engagement_ms": 1658}),
        ("pageview", {"$current_url": NEXT}),
        ("engagement", {"$current_url": NEXT, "$scroll_depth": 100, "$engagement_ms": 3562}),
    ],
    "plausible-events-api": [
        ("pageview", {"$current_url": "https://ex.com/a?utm_source=news", "$referrer": "https://google.com/"}),
        (
            "Purchase",
            {
                "plan": "pro",
                "n": 3,
                "logged_in": True,
                "$revenue": 12.5,
                "$currency": "EUR",
                "$current_url": "https://ex.com/a",
            },
        ),
        ("Seen", {"$current_url": "https://ex.com/a", "$interactive": False}),
    ],
}
ADDRESSES = {"plausible-tracker-new": "127.0.0.1", "plausible-events-api": "203.0.113.9"}


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_replays_into_exactly_the_rows_it_means(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), "ex.com")
    requests = requests_of(capture)
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    assert {(reply.status, reply.text) for reply in replies} == {(202, "ok")}
    meant = [
        Meant(name, stranger(database, app, request["headers"]["User-Agent"], ADDRESSES[capture]), properties)
        for request, (name, properties) in zip(requests, CAPTURES[capture], strict=True)
    ]
    check_rows(database, app, meant, first, last)


def test_the_old_tracker_writes_its_properties_as_a_text(database: Direct, shop: str) -> None:
    old = {"n": "Order", "u": "http://ex.com/", "d": KEY, "r": None, "w": 1280, "h": 0, "p": '{"plan":"pro"}'}
    assert send(old).status == 202
    [row] = stored(database)
    assert row["properties"].items() >= {"plan": "pro", "$screen_width": 1280}.items()


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"n": "a", "p": '{"x":1e999}'}, "INVALID_NUMBER"),
        ({"n": "a", "p": '{"x":' + "9" * 5000 + "}"}, "INVALID_VALUE"),
        ({"n": "a", "p": '{"\\u0000":1}'}, "INVALID_PROPERTIES"),
        ({"n": ""}, "INVALID_NAME"),
        ({"u": "http://ex.com"}, "INVALID_NAME"),
    ],
)
def test_an_event_that_cannot_be_stored_is_refused_with_its_reason(
    database: Direct, shop: str, event: dict[str, Any], code: str
) -> None:
    reply = send({"d": KEY, **event})
    assert (reply.status, reply.json["code"]) == (400, code)
    assert stored(database) == []


def test_what_cannot_be_stored_is_replaced_inside_a_text_as_well(database: Direct, shop: str) -> None:
    assert send({"n": "a", "d": KEY, "p": '{"x":"a\\u0000b"}'}).status == 202
    [row] = stored(database)
    assert row["properties"]["x"] == "a\ufffdb"


def test_a_text_in_the_body_cannot_multiply_itself_in_memory(database: Direct, shop: str) -> None:
    reply = send({"n": "a", "d": KEY, "p": '{"x":[' + "[]," * 200_000 + "1]}"})
    assert (reply.status, reply.json["code"]) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("amount", ["a lot", "nan", "1_000", "1e999", True, ["1"]])
def test_an_amount_that_is_no_number_is_left_as_it_is(database: Direct, shop: str, amount: object) -> None:
    send({"n": "a", "d": KEY, "$": {"currency": "EUR", "amount": amount}})
    [row] = stored(database)
    assert (row["properties"]["$revenue"], row["properties"]["$currency"]) == (amount, "EUR")


def test_an_event_that_the_app_does_not_want_is_no_failure_but_says_so(database: Direct, shop: str) -> None:
    say(database, allowed_event_names=["wanted"])
    wanted, unwanted = send({"n": "wanted", "d": KEY}), send({"n": "unwanted", "d": KEY})
    assert (wanted.status, wanted.headers.get("x-plausible-dropped")) == (202, None)
    assert (unwanted.status, unwanted.headers.get("x-plausible-dropped")) == (202, "1")
    assert [row["name"] for row in stored(database)] == ["wanted"]


def test_an_unknown_domain_is_401_and_a_body_that_is_no_event_400(database: Direct, shop: str) -> None:
    assert (send({"n": "a", "d": "nobody.example"}).status, send({"n": "a"}).status) == (401, 401)
    assert (send([]).status, send("{").status) == (400, 400)


def send(body: object) -> Reply:
    """Send as the browser trackers do."""
    return call(handler, "POST", "/api/event", body, headers={"content-type": "text/plain", "user-agent": "Firefox"})


@pytest.mark.parametrize("name", ["d", "domain"])
def test_a_page_of_several_sites_counts_for_each_of_them(database: Direct, shop: str, name: str) -> None:
    other = track(database, sign_up(database, "bob"), "spk_other")
    body = {"n": "pageview", "u": "https://x.example/", name: f" {KEY}, spk_other,,{KEY}", "p": {"$ip": "x", "a": 1}}
    reply = call(handler, "POST", "/api/event", body)
    assert (reply.status, reply.text, "x-plausible-dropped" in reply.headers) == (202, "ok", False)
    assert [[row["name"] for row in stored(database, app)] for app in (shop, other)] == [["pageview"], ["pageview"]]
    assert all(row["properties"]["a"] == 1 for row in stored(database))


def test_a_site_of_several_that_nobody_knows_costs_the_others_nothing(database: Direct, shop: str) -> None:
    body = {"n": "pageview", "u": "https://x.example/", "d": f"nobody,{KEY}"}
    reply = call(handler, "POST", "/api/event", body)
    assert (reply.status, reply.headers["x-plausible-dropped"]) == (202, "1")
    assert len(stored(database, shop)) == 1
    assert call(handler, "POST", "/api/event", {**body, "d": "nobody,none"}).status == 401
    assert call(handler, "POST", "/api/event", {**body, "d": ","}).status == 401


def test_a_request_counts_for_ten_sites_at_most(database: Direct, shop: str) -> None:
    body = {"n": "pageview", "u": "https://x.example/", "d": ",".join([*map(str, range(12)), KEY])}
    assert call(handler, "POST", "/api/event", body).status == 401
    assert stored(database) == []


@pytest.mark.parametrize("field", ["m", "meta", "p", "props"])
@pytest.mark.parametrize("as_text", [True, False])
def test_properties_are_found_wherever_a_tracker_of_any_age_has_them(
    database: Direct, shop: str, field: str, as_text: bool
) -> None:
    said = {"plan": "pro"}
    body = {"n": "a", "u": "https://ex.com/", "d": KEY, field: json.dumps(said) if as_text else said}
    assert call(handler, "POST", "/api/event", body).status == 202
    [row] = stored(database)
    assert row["properties"]["plan"] == "pro"


@pytest.mark.parametrize(
    ("said", "kept"),
    [("nope", "nope"), ("{", "{"), ("[1]", [1]), ('"a"', "a"), ([1], [1]), (7, 7), (True, True)],
)
def test_properties_that_are_no_object_cost_the_event_nothing_and_are_the_value_of_one(
    database: Direct, shop: str, said: object, kept: object
) -> None:
    body = {"name": "a", "url": "https://ex.com/", "domain": KEY, "props": said}
    assert call(handler, "POST", "/api/event", body).status == 202
    [row] = stored(database)
    assert row["properties"]["$current_url"] == "https://ex.com/"
    assert row["properties"]["$value"] == kept
