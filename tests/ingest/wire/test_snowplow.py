"""What Snowplow's trackers put on the wire ends in the rows they meant, once however often it is sent."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, at, check_rows, people_of, replay, requests_of
from tests.people import Direct, sign_up, stored, track

TP2 = "/com.snowplowanalytics.snowplow/tp2"
NESTED = {
    "plan": "pro",
    "amount": 12.5,
    "items": [{"sku": "A1", "qty": 2}, {"sku": "B2", "qty": 1}],
    "nested": {"a": {"b": [1, 2, {"c": None}]}},
    "unicode": "Grüße ☕",
    "flag": True,
}
ORDER = {"$schema": "iglu:com.acme/order/jsonschema/1-0-0"}
PAGE = "http://127.0.0.1:8110/_page/snowplow-browser.html?utm_source=news&utm_medium=email&utm_campaign=spring&gclid=G1"
WEB_PAGE = {
    "schema": "iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0",
    "data": {"id": "b30238d7-8791-4828-94a6-ff168bc9a704"},
}
BROWSER = {
    "$current_url": PAGE,
    "$browser_language": "en-GB",
    "$screen_width": 1280,
    "$screen_height": 720,
    "$session_id": "e02134e4-f673-40af-9ab2-2bfd7fb21133",
    "$timezone": "UTC",
    "$platform": "web",
    "$contexts": [WEB_PAGE],
}
DEVICE = "37130404-59c4-4089-b5ff-5ad7261685c5"
CAPTURES: dict[str, list[tuple[str, str | None, dict[str, Any]]]] = {
    "snowplow-browser": [
        ("$pageview", DEVICE, {**BROWSER, "$title": "Pricing page"}),
        ("order", "user-1", {**BROWSER, **ORDER, **NESTED}),
        ("a", "user-1", {**BROWSER, "category": "c", "action": "a"}),
    ],
    "snowplow-node": [
        ("order", "user-1", {**ORDER, **NESTED, "$platform": "srv"}),
        ("a", "user-1", {"category": "c", "action": "a", "label": "l", "value": 3, "$platform": "srv"}),
        (
            "$pageview",
            "user-1",
            {"$current_url": "https://ex.com/a", "$title": "A", "$referrer": "https://g.com", "$platform": "srv"},
        ),
        ("order", None, {**ORDER, "a": 1, "$platform": "srv"}),
    ],
    "snowplow-python": [
        ("$pageview", "user-1", {"$current_url": "https://ex.com/a", "$title": "A", "$platform": "pc"}),
        ("order", "user-1", {**ORDER, **NESTED, "$platform": "pc"}),
        ("a", "user-1", {"category": "c", "action": "a", "$platform": "pc"}),
    ],
}

OF_THE_SDK = frozenset({"$lib", "$session_index", "$viewport_width", "$viewport_height"})


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_replays_into_exactly_the_rows_it_means_however_often(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), "app-1")
    requests = requests_of(capture)
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    replies += [replay(request) for request in requests]
    for reply, request in zip(replies, [*requests, *requests], strict=True):
        assert (reply.status, reply.text[:6]) == (200, "GIF89a" if request["method"] == "GET" else "")
    sent = [one for request in requests for one in events_of(request)]
    meant = [
        Meant(name, visitor, properties, at(int(one["dtm"]) / 1000), at(int(one["stm"]) / 1000), OF_THE_SDK)
        for one, (name, visitor, properties) in zip(sent, CAPTURES[capture], strict=True)
    ]
    check_rows(database, app, meant, first, last)


def events_of(request: dict[str, Any]) -> list[dict[str, str]]:
    """The events of a captured request, opened by hand."""
    if request["method"] == "GET":
        return [request["query"]]
    return list(json.loads(base64.b64decode(request["body_base64"]))["data"])


def test_a_device_belongs_to_the_user_it_is_seen_with(database: Direct, shop: str) -> None:
    post(pageview(duid="d1"), pageview(duid="d1", uid="ann"), pageview(uid="ann"))
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize(
    ("event", "name", "properties"),
    [
        ({"e": "pp", "pp_mix": "0", "pp_may": "500"}, "page_ping", {"pp_mix": 0, "pp_may": 500}),
        ({"e": "tr", "tr_id": "007", "tr_tt": "12.50"}, "transaction", {"tr_id": "007", "tr_tt": 12.5}),
        ({"e": "ti", "ti_sk": "1", "ti_qu": "2"}, "transaction_item", {"ti_sk": "1", "ti_qu": 2}),
        ({"e": "se", "se_ac": "a", "se_va": "-1.5", "tr_id": "1"}, "a", {"action": "a", "value": -1.5}),
        ({"e": "pv", "ip": "198.51.100.7", "ua": "Firefox", "res": "wide"}, "$pageview", {"$user_agent": "Firefox"}),
    ],
)
def test_each_kind_of_event_keeps_what_it_alone_tells(
    database: Direct, shop: str, event: dict[str, Any], name: str, properties: dict[str, Any]
) -> None:
    post({"aid": KEY, **event})
    [row] = stored(database)
    assert (row["name"], row["properties"]) == (name, properties)


def test_base64_may_be_of_either_alphabet_and_padded_or_not(database: Direct, shop: str) -> None:
    data = {"data": {"schema": "iglu:a/odd/jsonschema/1-0-0", "data": {"text": "ÿþ?>~ÿ"}}}
    plain = base64.b64encode(json.dumps(data, ensure_ascii=False).encode()).decode()
    urlsafe = plain.replace("+", "-").replace("/", "_").rstrip("=")
    assert urlsafe != plain
    for text in (plain, urlsafe):
        post({"aid": KEY, "e": "ue", "ue_px": text})
    assert [row["properties"]["text"] for row in stored(database)] == ["ÿþ?>~ÿ"] * 2


@pytest.mark.parametrize(
    "event",
    [
        {"e": "ue"},
        {"e": "ue", "ue_pr": "{"},
        {"e": "ue", "ue_pr": 7},
        {"e": "ue", "ue_px": 7},
        {"e": "ue", "ue_px": "%%"},
        {"e": "ue", "ue_px": "/////w"},
        {"e": "ue", "ue_pr": "[]"},
        {"e": "ue", "ue_pr": '{"data":{"schema":"order","data":{}}}'},
        {"e": "ue", "ue_pr": '{"data":{"schema":"iglu:a/b/c/1-0-0","data":[1]}}'},
        {"e": "odd"},
        {"e": {}},
        {"e": "pv", "co": "{"},
        {"e": "se"},
        {"e": "pv", "aid": "another"},
    ],
)
def test_a_bad_event_costs_its_neighbours_nothing(database: Direct, shop: str, event: dict[str, Any]) -> None:
    reply = post(pageview(), {"aid": KEY, **event}, pageview())
    assert (reply.status, reply.text) == (200, "")
    assert [row["name"] for row in stored(database)] == ["$pageview"] * 2


@pytest.mark.parametrize("odd", [7, None, "text", []])
def test_what_is_no_event_costs_a_batch_nothing_but_itself(database: Direct, shop: str, odd: object) -> None:
    reply = call(handler, "POST", TP2, {"schema": "iglu:x", "data": [odd, {"e": "pv"}, odd, pageview()]})
    assert (reply.status, reply.text) == (200, "")
    assert [row["name"] for row in stored(database)] == ["$pageview"] * 2


def test_a_batch_that_can_never_be_stored_is_422_so_that_it_is_not_sent_for_ever(database: Direct, shop: str) -> None:
    for given in (
        post(*[pageview()] * 5001),
        call(handler, "POST", TP2, {"data": []}, headers={"content-type": "multipart/form-data; boundary=x"}),
        call(handler, "POST", TP2, {"data": []}, headers={"content-encoding": "br"}),
    ):
        assert given.status == 422
        assert given.json["code"] in {"BATCH_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"}
    assert stored(database) == []


def test_nul_in_the_query_or_in_base64_does_no_harm(database: Direct, shop: str) -> None:
    inner = base64.b64encode(b'{"data":{"schema":"iglu:a/odd/c/1","data":{"x":"\\u0000"}}}').decode()
    assert post({"aid": KEY, "e": "ue", "ue_px": inner}).status == 200
    assert get({"aid": KEY, "e": "pv", "page": "a\0b"}).status == 200
    told = {key: value for row in stored(database) for key, value in row["properties"].items()}
    assert (told["x"], told["$title"]) == ("\ufffd", "a\ufffdb")


def test_an_unknown_app_is_401_which_is_not_sent_again(database: Direct, shop: str) -> None:
    assert post({"aid": "nobody", "e": "pv"}).status == 401
    assert post({"e": "pv"}).status == 401
    assert get({"aid": "nobody", "e": "pv"}).status == 401


@pytest.mark.parametrize("body", ["{", "[]", "7", '{"data":{}}', '{"data":[7]}', '{"data":[]}', ""])
def test_what_is_no_payload_is_400(database: Direct, shop: str, body: str) -> None:
    assert call(handler, "POST", TP2, body).status == 400
    assert call(handler, "GET", "/i").status == 400


def pageview(**event: str) -> dict[str, Any]:
    """A page view of the shop's."""
    return {"aid": KEY, "e": "pv", **event}


def post(*events: dict[str, Any]) -> Reply:
    """Send as the trackers do by default."""
    return call(handler, "POST", TP2, {"schema": "iglu:x", "data": list(events)})


def get(event: dict[str, str]) -> Reply:
    """Send as a pixel."""
    return call(handler, "GET", "/i", query=urlencode(event))
