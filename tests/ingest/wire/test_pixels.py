"""Mails and pages without a tracker send events as images, links and scripts, and get what those need."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from tests.app_settings import say
from tests.gateway import Reply, call, invoke
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

MIXPANEL = {"event": "opened", "properties": {"token": KEY, "distinct_id": "u1"}}


def data(value: object) -> str:
    """JSON in base64, as a query has it."""
    return base64.b64encode(json.dumps(value).encode()).decode()


def get(path: str, **query: str) -> Reply:
    """A GET."""
    return call(handler, "GET", path, query=urlencode(query))


def picture(path: str, **query: str) -> tuple[int, str, bytes]:
    """Status, type and bytes of a picture."""
    result = invoke(handler, "GET", path, query=urlencode(query))
    return result["statusCode"], result["headers"]["content-type"], base64.b64decode(result["body"])


def names(database: Direct) -> list[str]:
    return [row["name"] for row in stored(database)]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/track", {"data": data(MIXPANEL), "img": "1"}),
        ("/track/", {"data": data(MIXPANEL), "img": "1", "redirect": "", "callback": "f"}),
        *(
            (f"/v1/pixel/{path}", {"data": data({"writeKey": KEY, "event": "opened", "userId": "u1", **said})})
            for path, said in [("track", {}), ("page", {"type": "track"})]
        ),
        ("/pixel/v1/track", {"writeKey": KEY, "event": "opened", "anonymousId": "u1"}),
        ("/i", {"e": "se", "se_ac": "opened", "aid": KEY, "uid": "u1"}),
        ("/ice.png", {"e": "se", "se_ac": "opened", "aid": KEY, "uid": "u1"}),
    ],
)
def test_a_picture_in_a_mail_counts_and_is_a_picture(
    database: Direct, shop: str, path: str, query: dict[str, str]
) -> None:
    status, kind, content = picture(path, **query)
    assert (status, kind, content[:6], content[-1:]) == (200, "image/gif", b"GIF89a", b";")
    assert [(row["name"], row["anonymous_id"]) for row in stored(database)] == [("opened", "u1")]


def test_a_picture_of_an_unknown_key_is_a_picture_that_says_so(shop: str) -> None:
    event = {"event": "opened", "properties": {"token": "nobody"}}
    assert picture("/track", data=data(event), img="1")[:2] == (401, "image/gif")


def test_the_kind_of_a_call_is_in_the_address_and_its_fields_may_stand_alone(database: Direct, shop: str) -> None:
    picture("/v1/pixel/identify", data=data({"writeKey": KEY, "userId": "u", "traits": {"plan": "pro"}}))
    said = {"properties.plan": "pro", "properties.from.mail": "7", "context.page.url": "https://x.example/"}
    picture("/pixel/v1/page", writeKey=KEY, userId="u", name="Home", **said)
    rows = {row["name"]: row["properties"] for row in stored(database)}
    assert rows["$identify"] == {"plan": "pro"}
    assert (rows["$page"]["plan"], rows["$page"]["from"], rows["$page"]["$current_url"]) == (
        "pro",
        {"mail": "7"},
        "https://x.example/",
    )


@pytest.mark.parametrize("path", ["/e", "/e/", "/capture", "/i/v0/e"])
def test_posthogs_event_may_come_in_the_query(database: Direct, shop: str, path: str) -> None:
    event = {"event": "opened", "properties": {"token": KEY, "distinct_id": "u1"}}
    reply = get(path, data=data(event), ip="1", _="1")
    assert (reply.status, reply.json) == (200, {"status": "Ok"})
    assert names(database) == ["opened"]


@pytest.mark.parametrize(
    "to",
    [
        "https://shop.example.com/sale?utm_source=mail&x=1#top",
        "http://shop.example.com:8080/",
        "https://shop.example.com",
        "HTTPS://Shop.Example.com/a%20b",
    ],
)
def test_a_link_counts_and_leads_on(database: Direct, shop: str, to: str) -> None:
    reply = get("/track", data=data(MIXPANEL), redirect=to)
    assert (reply.status, reply.headers["location"]) == (302, to)
    assert names(database) == ["opened"]


def test_a_link_is_written_so_that_it_stays_one_line_of_ascii(database: Direct, shop: str) -> None:
    reply = get("/track", data=data(MIXPANEL), redirect='https://shop.example.com/ü "\r\nset-cookie: a=b')
    assert reply.headers["location"] == "https://shop.example.com/%C3%BC%20%22%0D%0Aset-cookie:%20a=b"
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(
    "to",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/local",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https://",
        "ftp://shop.example.com/",
        "https://shop.example.com@evil.example/",
        "https://shop.example.com:x@evil.example/",
        "https://evil.example\\@shop.example.com/",
        "https://evil.example\\.shop.example.com/",
        "https://evil.example\t/",
        " https://shop.example.com/",
        "\nhttps://shop.example.com/",
        "https://.shop.example.com/",
        "https://shop.example.com:99999999/",
        "https://ünïcode.example/",
        "https://[::1]/",
        "https://[/",
        "https://shop.example.com/" + "x" * 2000,
    ],
)
def test_a_link_leads_to_plain_web_addresses_only(database: Direct, shop: str, to: str) -> None:
    reply = get("/track", data=data(MIXPANEL), redirect=to)
    assert (reply.status, reply.text, "location" in reply.headers) == (200, "1", False)
    assert names(database) == ["opened"]


def test_a_link_leads_to_the_apps_own_origins_where_it_lists_them(database: Direct, shop: str) -> None:
    say(database, KEY, allowed_origins=["https://*.example.com"])
    assert get("/track", data=data(MIXPANEL), redirect="https://shop.example.com/a").status == 302
    for to in ("https://evil.example/", "http://shop.example.com/", "https://shop.example.com.evil.example/"):
        assert get("/track", data=data(MIXPANEL), redirect=to).status == 200


def test_a_link_with_a_key_that_nobody_has_leads_nowhere(shop: str) -> None:
    event = {"event": "opened", "properties": {"token": "nobody"}}
    reply = get("/track", data=data(event), redirect="https://shop.example.com/")
    assert (reply.status, "location" in reply.headers) == (401, False)


@pytest.mark.parametrize("name", ["f", "window.cb_1", "$.done"])
def test_a_script_gets_the_answer_by_the_function_that_it_names(database: Direct, shop: str, name: str) -> None:
    reply = get("/track", data=data(MIXPANEL), callback=name, verbose="1")
    assert reply.text == f'/**/{name}({{"status":1,"error":null}});'
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["", "alert(1)//", "a b", "<script>", "a;b", "1a", "a..b", "é", "a" * 500, "f\n"])
def test_a_name_that_is_no_functions_gets_json(database: Direct, shop: str, name: str) -> None:
    reply = get("/track", data=data(MIXPANEL), callback=name)
    assert (reply.text, reply.headers["content-type"]) == ("1", "application/json; charset=utf-8")


def imported(database: Direct, events: list[dict[str, Any]], query: str, user: str) -> tuple[int, list[str]]:
    """Status and stored names of an import by lines."""
    lines = "\n".join(map(json.dumps, events)).encode()
    basic = base64.b64encode(f"{user}:secret".encode()).decode()
    headers = {"content-type": "application/x-ndjson", "authorization": f"Basic {basic}"}
    return call(handler, "POST", "/import", lines, headers=headers, query=query).status, sorted(names(database))


EVENT: dict[str, Any] = {"event": "a", "properties": {"time": 1767323045, "distinct_id": "u", "$insert_id": "1"}}


def test_an_import_comes_line_by_line(database: Direct, shop: str) -> None:
    second = {"event": "b", "properties": {**EVENT["properties"], "$insert_id": "2"}}
    assert imported(database, [EVENT, second], "strict=1", KEY) == (200, ["a", "b"])


def test_a_service_accounts_import_names_the_key_as_its_project(database: Direct, shop: str) -> None:
    assert imported(database, [EVENT], f"strict=1&project_id={KEY}", "me.1a2b.mp-service-account") == (200, ["a"])


def test_a_projects_number_that_was_left_in_does_not_hide_the_key(database: Direct, shop: str) -> None:
    assert imported(database, [EVENT], "project_id=1234567", KEY) == (200, ["a"])
