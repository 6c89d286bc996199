"""A page of any origin may send, with credentials or without, and can read every answer."""

import pytest

from ingest.app import handler
from tests.gateway import call
from tests.ingest.conftest import KEY, Send


def test_a_preflight_is_answered_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    reply = call(
        handler,
        "OPTIONS",
        "/e/",
        headers={
            "origin": "https://shop.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type,x-retry-count",
        },
    )
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "https://shop.example"
    assert reply.headers["access-control-allow-credentials"] == "true"
    assert reply.headers["access-control-allow-headers"] == "content-type,x-retry-count"
    assert int(reply.headers["access-control-max-age"]) >= 600


@pytest.mark.parametrize("key", [KEY, "wrong"])
def test_success_and_refusal_alike_name_the_origin(shop: str, send: Send, key: str) -> None:
    reply = send({"name": "open"}, key=key, headers={"origin": "https://shop.example"})
    assert reply.headers["access-control-allow-origin"] == "https://shop.example"
    assert reply.headers["vary"] == "Origin"
    assert "set-cookie" not in reply.headers


def test_a_server_that_names_no_origin_is_told_nothing_about_origins(shop: str, send: Send) -> None:
    assert "access-control-allow-origin" not in send({"name": "open"}).headers
