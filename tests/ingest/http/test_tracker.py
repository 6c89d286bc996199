"""Rules of serving spoor.js: small, kept long by browsers, readable from any page, and no database behind it."""

import gzip
import json
from base64 import b64decode
from typing import Any

import pytest

from ingest.app import handler
from ingest.http import tracker
from tests.gateway import Context, Reply, call

BIGGEST = 2048  # bytes, as gzip
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".d.ts": "text/plain; charset=utf-8",
}


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is served when the database is away, too."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


def ask(path: str, method: str = "GET", **headers: str) -> Reply:
    return call(handler, method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def ask_raw(path: str, accept_encoding: str, **headers: str) -> dict[str, Any]:
    """The answer as it leaves the function."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    event = {
        "rawPath": path,
        "headers": {"accept-encoding": accept_encoding, **given},
        "requestContext": {"http": {"method": "GET", "path": path}},
    }
    return handler(event, Context())


@pytest.mark.parametrize("kind", [".js", ".mjs"])
def test_the_tracker_is_no_bigger_than_two_kilobytes(kind: str) -> None:
    source = ask(f"/spoor{kind}").text.encode()
    assert len(gzip.compress(source, 9, mtime=0)) <= BIGGEST
    sent = b64decode(ask_raw(f"/spoor{kind}", "gzip, br")["body"])
    assert len(sent) <= BIGGEST
    assert gzip.decompress(sent) == source


@pytest.mark.parametrize("kind", TYPES)
def test_under_its_version_it_is_kept_for_good_and_under_its_name_for_a_day(kind: str) -> None:
    named, versioned = ask(f"/spoor{kind}"), ask(f"/spoor.{tracker.load(kind).version}{kind}")
    assert named.status == versioned.status == 200
    assert named.text == versioned.text != ""
    assert named.headers["cache-control"].startswith("public, max-age=86400,")
    assert versioned.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_under_an_older_version_there_is_todays_which_does_not_stay() -> None:
    reply = ask("/spoor.0123456789abcdef.js")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-cache")
    assert reply.text == ask("/spoor.js").text


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_what_the_browser_has_is_not_sent_again(encoding: str) -> None:
    tag = ask_raw("/spoor.js", encoding)["headers"]["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        reply = ask_raw("/spoor.js", encoding, if_none_match=known)
        assert (reply["statusCode"], reply["body"], reply["headers"]["etag"]) == (304, "", tag)
    assert ask_raw("/spoor.js", encoding, if_none_match='"other"')["statusCode"] == 200


def test_the_compressed_form_says_so_and_has_a_tag_of_its_own() -> None:
    plain, zipped = ask_raw("/spoor.js", "identity"), ask_raw("/spoor.js", "gzip")
    assert zipped["headers"]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain["headers"]
    assert zipped["headers"]["etag"] != plain["headers"]["etag"]
    assert zipped["headers"]["vary"] == plain["headers"]["vary"] == "Origin, Accept-Encoding"


def test_head_tells_the_same_without_the_file() -> None:
    head, get = ask("/spoor.js", "HEAD"), ask("/spoor.js")
    assert (head.status, head.text) == (200, "")
    assert head.headers == get.headers


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_of_any_origin_may_load_it(kind: str) -> None:
    headers = ask(f"/spoor{kind}", origin="https://shop.example").headers
    assert headers["access-control-allow-origin"] == "https://shop.example"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["content-type"] == TYPES[kind]
    assert headers["x-content-type-options"] == "nosniff"


def test_it_cannot_be_posted_to() -> None:
    reply = ask("/spoor.js", "POST")
    assert (reply.status, json.loads(reply.text)["code"]) == (405, "METHOD_NOT_ALLOWED")


@pytest.mark.parametrize(
    "path",
    [
        "/spoor",
        "/spoor.ts",
        "/spoor.map",
        "/static/spoor.js",
        "/spoor.js/../app.py",
        "/spoor.0123.js",
        "/SPOOR.JS",
    ],
)
def test_nothing_else_of_the_function_can_be_asked_for(path: str) -> None:
    assert ask(path).status == 404
