"""Answers to reads go out compressed for who takes that, and not at all to who has them; secrets go out as they are."""

import base64
import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from host.gateway.answers import response_of
from query.app import handler
from spoor.http.compression import SMALLEST
from tests.gateway import Reply, call, invoke
from tests.people import Direct, happen
from tests.query.conftest import Ask

ZIPPED = {"accept-encoding": "br, gzip"}
RANGE = {"from": "2026-10-01", "to": "2026-11-03"}
TREND: dict[str, Any] = {**RANGE, "interval": "hour", "series": [{"event": "open"}]}


def reads(app_id: str) -> list[tuple[str, str, Any]]:
    """Reads whose answers are large."""
    path = f"/api/apps/{app_id}"
    return [
        ("POST", f"{path}/reports/trends", TREND),
        ("POST", f"{path}/reports", {"questions": [{"report": "trends", **TREND}]}),
        ("GET", f"{path}/events", None),
        ("GET", "/api/openapi.json", None),
        ("GET", "/api/docs", None),
    ]


@pytest.fixture(autouse=True)
def events(database: Direct, shop: str) -> None:
    """Enough of them for a large answer."""
    at = datetime(2026, 11, 2, tzinfo=UTC)
    happen(database, shop, [("open", "ä", at, {"text": "x" * 50, "at": place}) for place in range(20)])


def sent(method: str, path: str, body: Any = None, **headers: str) -> Reply:
    """A request of Ann's with headers."""
    return call(
        handler, method, path, body, user_id="ann", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


@pytest.mark.parametrize("which", range(5))
def test_a_large_answer_is_the_same_compressed_or_not(shop: str, which: int) -> None:
    method, path, body = reads(shop)[which]
    plain = invoke(handler, method, path, body, user_id="ann")
    packed = invoke(handler, method, path, body, user_id="ann", headers=ZIPPED)
    assert (plain["isBase64Encoded"], packed["isBase64Encoded"]) == (False, True)
    assert packed["headers"]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain["headers"]
    content = base64.b64decode(packed["body"])
    assert gzip.decompress(content).decode() == plain["body"]
    assert packed["headers"]["content-length"] == str(len(content))
    assert packed["headers"]["content-type"] == plain["headers"]["content-type"]
    for answer in (plain, packed):
        assert answer["headers"]["vary"] == "accept, accept-encoding"
        assert answer["headers"]["cache-control"] == "private, no-cache"
    assert plain["headers"]["etag"] == packed["headers"]["etag"], "weak: of the content, not of the bytes"
    assert plain["headers"]["etag"].startswith('W/"')


def test_the_gateway_hands_the_compressed_bytes_on(shop: str) -> None:
    method, path, body = reads(shop)[0]
    answer = json.dumps(invoke(handler, method, path, body, user_id="ann", headers=ZIPPED)).encode()
    response = response_of(answer, default_type="text/plain", bare_strings=True)
    assert json.loads(gzip.decompress(response.body))["series"][0]["total"] == 20
    assert ("content-encoding", "gzip") in response.headers


def test_a_small_answer_goes_out_as_it_is(shop: str) -> None:
    small = sent("GET", f"/api/apps/{shop}/funnels", accept_encoding="gzip")
    assert len(small.text) < SMALLEST
    assert "content-encoding" not in small.headers
    assert small.headers["vary"] == "accept, accept-encoding"


@pytest.mark.parametrize("path", ["/api/apps", "/api/apps/{shop}"])
def test_an_app_with_its_key_is_left_in_no_cache(path: str, shop: str) -> None:
    reply = sent("GET", path.format(shop=shop), accept_encoding="gzip", if_none_match="*")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    assert not {"etag", "content-encoding"} & set(reply.headers)


@pytest.mark.parametrize("which", range(5))
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_who_has_an_answer_does_not_get_it_again(shop: str, which: int, encoding: str) -> None:
    method, path, body = reads(shop)[which]
    tag = sent(method, path, body, accept_encoding=encoding).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        reply = sent(method, path, body, accept_encoding=encoding, if_none_match=known)
        assert (reply.status, reply.text, reply.headers["etag"]) == (304, "", tag)
        assert reply.headers["cache-control"] == "private, no-cache"
        assert not {"content-encoding", "content-length"} & {*reply.headers}
    assert sent(method, path, body, if_none_match='"other"').status == 200


def test_a_tag_changes_with_the_answer_and_with_its_form(database: Direct, shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/reports/trends"
    before, table = sent("POST", path, TREND), sent("POST", path, TREND, accept="text/csv")
    happen(database, shop, [("open", "b", datetime(2026, 11, 2, tzinfo=UTC))])
    after = sent("POST", path, TREND, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert len({each.headers["etag"] for each in (before, table, after)}) == 3


def test_what_changes_something_or_is_refused_has_no_tag_and_is_kept_by_nobody(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN_SECRETS", "a-key-that-only-tests-know-0123456789")
    name = "x" * 100
    token = {"name": name, "scopes": ["read"], "expiresInDays": 1, "appIds": [shop] * 50}
    replies = [
        sent("POST", "/api/tokens", token, accept_encoding="gzip", if_none_match="*"),
        sent("POST", "/api/apps", {"name": name}, accept_encoding="gzip", if_none_match="*"),
        sent("POST", f"/api/apps/{shop}/rotate-key", accept_encoding="gzip", if_none_match="*"),
        sent("GET", f"/api/apps/{shop}/events?colour=red", accept_encoding="gzip", if_none_match="*"),
        sent("POST", f"/api/apps/{shop}/reports/trends", {}, accept_encoding="gzip", if_none_match="*"),
        sent("GET", "/api/apps/none", accept_encoding="gzip", if_none_match="*"),
    ]
    assert [reply.status for reply in replies] == [201, 201, 200, 404, 422, 404]
    for reply in replies:
        assert reply.headers["cache-control"] == "no-store"
        assert not {"etag", "content-encoding"} & {*reply.headers}


def test_programs_get_the_same(shop: str) -> None:
    token = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    path = f"/api/v1/apps/{shop}/reports/trends"
    first = invoke(handler, "POST", path, TREND, context=token, headers=ZIPPED)
    assert first["headers"]["content-encoding"] == "gzip"
    known = {"if-none-match": first["headers"]["etag"]}
    assert invoke(handler, "POST", path, TREND, context=token, headers=known)["statusCode"] == 304
