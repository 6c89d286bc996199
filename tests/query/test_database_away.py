"""A database that is away is a 503 that says when to come back, and nothing is half done."""

from typing import Any

import pytest

from query.app import handler
from spoor import settings
from tests.gateway import call
from tests.query.conftest import Ask

USER: dict[str, Any] = {"userId": "ann", "sessionId": "s"}
PROGRAM: dict[str, Any] = {"userId": "ann", "tokenId": "t", "scopes": ["manage"], "appIds": ["*"]}


def test_reports_and_management_say_503_and_when_to_try_again(
    shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = {"from": "2026-11-01", "to": "2026-11-02", "interval": "day", "series": [{"event": None}]}
    monkeypatch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/nowhere")
    settings.secret.cache_clear()
    for reply in (ask("GET", "/api/apps"), ask("POST", f"/api/apps/{shop}/reports/trends", question)):
        assert reply.status == 503
        assert reply.json["code"] == "DATABASE_UNAVAILABLE"
        assert int(reply.headers["retry-after"]) >= 1
        assert "psycopg" not in reply.text


@pytest.mark.parametrize("mark", [True, "true", False, None])
@pytest.mark.parametrize("path", ["/api/apps", "/api/v1/apps", "/api/nothing-is-here", "/api/v1", "/api/tokens"])
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_who_could_not_be_looked_up_gets_nothing_but_503_whatever_is_asked_for(
    shop: str, method: str, path: str, mark: object
) -> None:
    reply = call(handler, method, path, b"x" * 3_000_000, context={"away": mark})
    assert (reply.status, reply.json["code"]) == (503, "CALLER_NOT_LOOKED_UP")
    assert int(reply.headers["retry-after"]) >= 1
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("path", "beside"), [("/api/apps", USER), ("/api/v1/apps", PROGRAM)])
def test_nothing_beside_the_mark_opens_anything(shop: str, path: str, beside: dict[str, Any]) -> None:
    assert call(handler, "GET", path, context=beside).status == 200
    assert call(handler, "GET", path, context={**beside, "away": True}).status == 503
