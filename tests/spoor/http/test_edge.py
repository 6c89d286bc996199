"""Behind a domain of one's own nobody gets in but by CloudFront, and what it says of the viewer is believed."""

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from spoor import settings
from spoor.errors import SecretAway
from spoor.http import edge

SECRET = "s" * 43


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An instance of a stack with a domain."""
    monkeypatch.setenv("EDGE_SECRET", SECRET)
    _forget()
    yield
    _forget()


def _forget() -> None:
    settings.setting.cache_clear()
    settings.secret.cache_clear()


def event(headers: dict[str, str], **words: Any) -> dict[str, Any]:
    """What a gateway hands over."""
    http = {"method": "GET", "path": "/health", "sourceIp": "130.176.0.1"}
    return {"rawPath": "/health", "headers": headers, "requestContext": {"http": {**http, **words}}}


def test_without_a_domain_an_event_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDGE_SECRET", raising=False)
    _forget()
    given = event({edge.VIEWER: "203.0.113.7"})
    assert edge.admit(given) is given


@pytest.mark.parametrize("said", [None, "", "guess", SECRET[:-1], ",", f"{SECRET}x"])
@pytest.mark.usefixtures("behind")
def test_whoever_comes_past_cloudfront_is_refused(said: str | None) -> None:
    headers = {edge.VIEWER: "203.0.113.7"} | ({} if said is None else {edge.KEY: said})
    assert edge.admit(event(headers)) is None
    answer = edge.guarded(lambda *_: pytest.fail("the handler is asked"))(event(headers), None)
    assert answer["statusCode"] == 403


@pytest.mark.usefixtures("behind")
def test_the_address_is_the_viewers_and_the_secret_goes_no_further() -> None:
    headers = {edge.KEY: SECRET, edge.VIEWER: "203.0.113.7", edge.TYPE: "text/plain", "content-type": "a/b", "x": "y"}
    admitted = edge.admit(event(headers))
    assert admitted
    assert admitted["requestContext"]["http"]["sourceIp"] == "203.0.113.7"
    assert admitted["headers"] == {"content-type": "text/plain", "x": "y"}


def test_while_the_secret_is_changed_the_old_and_the_new_one_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for known, said in (("new,old", "old"), ("new,old", "new,old"), ("old", "new,old")):
        monkeypatch.setenv("EDGE_SECRET", known)
        _forget()
        assert edge.admit(event({edge.KEY: said})), (known, said)
    _forget()


def test_where_the_secret_cannot_be_had_events_are_taken_and_pages_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: str) -> str:
        raise SecretAway

    monkeypatch.setenv("EDGE_SECRET_ARN", "arn:of:it")
    monkeypatch.setattr(edge, "secret", away)
    _forget()
    asked = event({edge.KEY: SECRET})
    assert edge.guarded(lambda *_: {"statusCode": 200})(asked, None)["statusCode"] == 503
    assert edge.guarded(lambda *_: {"statusCode": 200}, blind_opens=True)(asked, None)["statusCode"] == 200
    _forget()


@pytest.mark.usefixtures("behind")
def test_every_function_that_is_called_from_outside_stands_behind_it() -> None:
    import auth.app
    import auth.authorizer
    import ingest.app
    import query.app
    import query.mcp.app
    import web.app

    for module in (auth.app, ingest.app, query.app, query.mcp.app, web.app):
        assert module.handler(event({"cookie": "a=b"}), None)["statusCode"] == 403, module.__name__
        assert module.handler(event({edge.KEY: SECRET}), None)["statusCode"] != 403, module.__name__
    assert auth.authorizer.handler(event({"cookie": "a=b"}), None) == {"isAuthorized": False}


@pytest.mark.usefixtures("behind")
def test_posthogs_tracker_may_compress_behind_it_and_arrives_whole() -> None:
    from ingest import app
    from ingest.content import body
    from ingest.http import request

    headers = {edge.KEY: SECRET, edge.VIEWER: "203.0.113.7"}
    config = app.handler({**event(headers), "rawPath": "/i/array/spk_x/config"}, None)
    assert json.loads(config["body"])["supportedCompression"] == ["gzip-js"]
    sent = {
        **event({**headers, edge.TYPE: "text/plain", "content-type": "application/octet-stream"}, method="POST"),
        "body": base64.b64encode(gzip.compress(b'{"event": "x"}')).decode(),
        "isBase64Encoded": True,
    }
    admitted = edge.admit(sent)
    assert admitted
    assert body.read_text(request.read(admitted)) == '{"event": "x"}'
