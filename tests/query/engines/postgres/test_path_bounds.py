"""What Postgres hands a function of paths is bounded, since it is kept in memory; the lake counts as it reads."""

from datetime import UTC, datetime, timedelta

import pytest

from query.engines.postgres import paths as statement
from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUESTION = {"from": "2026-11-20", "to": "2026-11-21"}


def session_of(*names: str) -> list[tuple[str, str, datetime]]:
    """What one visitor does, a minute after one another."""
    return [(name, "d1", NOON + timedelta(minutes=at)) for at, name in enumerate(names)]


def test_more_than_a_function_can_hold_is_refused(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, session_of("open", "search", "buy"))
    monkeypatch.setattr(statement, "MOST_BYTES", 300)
    reply = ask("POST", f"/api/apps/{shop}/reports/paths", QUESTION)
    assert (reply.status, reply.json["code"]) == (413, "TOO_LARGE")
    assert "300 bytes" in reply.json["message"]


def test_as_many_bytes_as_fit_are_counted_and_not_one_more(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, session_of("open", "search"))
    whole = 2 * 8 + len(b"open\0search") + statement._BYTES_A_VISITOR
    monkeypatch.setattr(statement, "MOST_BYTES", whole)
    assert len(ask("POST", f"/api/apps/{shop}/reports/paths", QUESTION).json["nodes"]) == 2
    monkeypatch.setattr(statement, "MOST_BYTES", whole - 1)
    assert ask("POST", f"/api/apps/{shop}/reports/paths", QUESTION).status == 413
