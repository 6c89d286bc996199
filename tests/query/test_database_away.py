"""A database that is away is a 503 that says when to come back, and nothing is half done."""

import pytest

from spoor import settings
from tests.query.conftest import Ask


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
