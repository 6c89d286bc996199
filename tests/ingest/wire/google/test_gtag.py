"""A site that sends gtag.js to a server of its own may send it to Spoor."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import people_of
from tests.people import Direct, stored

PAGE = {
    "v": "2",
    "tid": "G-ABC123",
    "gtm": "45je5bj1v9101",
    "_p": "1767323045678",
    "cid": "123.456",
    "ul": "en-gb",
    "sr": "1280x720",
    "uamb": "0",
    "uap": "Linux",
    "_s": "1",
    "sid": "1767323000",
    "sct": "3",
    "seg": "1",
    "dl": "https://shop.example/a?utm_source=news",
    "dr": "https://www.google.com/",
    "dt": "Shop",
    "en": "page_view",
    "_et": "1200",
    "ep.plan": "pro",
    "epn.value": "12.5",
    "up.tier": "gold",
    "upn.visits": "7",
}
OWN = f"/{KEY}/g/collect"


def send(query: dict[str, str], body: str = "", path: str = OWN, method: str = "POST") -> Reply:
    """Send as gtag.js does."""
    headers = {"content-type": "text/plain;charset=UTF-8"}
    return call(handler, method, path, body, headers=headers, query=urlencode(query))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_view_is_stored_with_its_page_session_and_parameters(database: Direct, shop: str, method: str) -> None:
    reply = send(PAGE, method=method)
    assert (reply.status, reply.text) == (204, "")
    [row] = stored(database, shop)
    assert (row["name"], row["anonymous_id"]) == ("page_view", "123.456")
    assert row["properties"] == {
        "$current_url": "https://shop.example/a?utm_source=news",
        "$host": "shop.example",
        "$pathname": "/a",
        "utm_source": "news",
        "$referrer": "https://www.google.com/",
        "$referring_domain": "www.google.com",
        "$source": "news",
        "$channel": "search",
        "$title": "Shop",
        "$browser_language": "en-gb",
        "$screen_width": 1280,
        "$screen_height": 720,
        "$session_id": "1767323000",
        "$session_index": "3",
        "$os": "Linux",
        "$engagement_ms": 1200,
        "$user_properties": {"tier": "gold", "visits": 7},
        "plan": "pro",
        "value": 12.5,
    }


def test_the_events_of_a_body_are_one_a_line_and_share_the_query(database: Direct, shop: str) -> None:
    shared = {name: PAGE[name] for name in ("v", "tid", "cid", "sid")}
    lines = [{"en": "scroll", "epn.percent_scrolled": "90"}, {"en": "user_engagement", "_et": "5000", "uid": "ann"}]
    assert send(shared, "\r\n".join(map(urlencode, lines))).status == 204
    told = {row["name"]: row["properties"] for row in stored(database)}
    assert told["scroll"] == {"$session_id": "1767323000", "percent_scrolled": 90}
    assert told["user_engagement"]["$engagement_ms"] == 5000
    assert people_of(database, shop) == {"ann"}


def test_the_items_of_a_purchase_are_objects(database: Direct, shop: str) -> None:
    bought = {"en": "purchase", "cu": "EUR", "pr1": "idSKU1~nmShirt~pr12.5~qt2~k0size~v0L", "pr2": "idSKU2"}
    send({**PAGE, **bought})
    [row] = stored(database)
    assert row["properties"]["currency"] == "EUR"
    assert row["properties"]["items"] == [
        {"item_id": "SKU1", "item_name": "Shirt", "price": 12.5, "quantity": 2, "size": "L"},
        {"item_id": "SKU2"},
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (OWN, {}),
        (f"/in/{KEY}/g/collect", {}),
        ("/g/collect", {"tid": KEY}),
        ("/g/collect", {"ep.spoor_key": KEY}),
        ("/in/g/collect", {"ep.spoor_key": KEY}),
    ],
)
def test_the_key_is_in_the_address_or_among_the_parameters_since_gtag_takes_googles_ids_only(
    database: Direct, shop: str, path: str, said: dict[str, str]
) -> None:
    assert send({**PAGE, **said}, path=path).status == 204
    [row] = stored(database)
    assert KEY not in json.dumps(row["properties"])


@pytest.mark.parametrize("path", ["/g/collect", "/spk_nobody/g/collect"])
def test_a_key_that_nobody_has_is_401(shop: str, path: str) -> None:
    assert send(PAGE, path=path).status == 401


@pytest.mark.parametrize(
    ("query", "body"),
    [({}, ""), ({"v": "2"}, "\n"), ({"v": "2"}, "%%%\n&&=&"), ({"v": "2", "en": ""}, "")],
)
def test_what_cannot_be_read_is_204_as_upstream_and_stores_nothing(
    database: Direct, shop: str, query: dict[str, str], body: str
) -> None:
    assert send(query, body).status == 204
    assert stored(database) == []


def test_odd_values_stay_as_they_are(database: Direct, shop: str) -> None:
    odd: dict[str, Any] = {"en": "odd", "epn.a": "nan", "epn.b": "1e999", "epn.c": "x", "epn.d": "1e3", "ep.e": "\0"}
    send({"cid": "c", **odd})
    [row] = stored(database)
    assert row["properties"] == {"a": "nan", "b": "1e999", "c": "x", "d": 1000, "e": "\ufffd"}


def test_a_flood_of_lines_is_refused(shop: str) -> None:
    assert send(PAGE, "en=a\n" * 501).status == 413
