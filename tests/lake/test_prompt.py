"""`make sql` asks what the API counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from dev.analysts.__main__ import main
from dev.analysts.lake import attached
from tests.lake.readers import blocks
from tests.people import Direct, claim, happen

ENTRY = "query"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_an_analyst_asks_all_events_whether_sealed_or_open(
    app: str, database: Direct, sealing: Callable[..., None], entry_of_analysts: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    happen(database, app, [("open", f"d{n % 3}", NOON + timedelta(hours=12 * n), {"n": n}) for n in range(9)])
    claim(database, app, ("d1", "ann"), ("d2", "ann"))
    sealing()
    database.execute("DELETE FROM spoor.lake_days WHERE day = '2026-11-03'")
    queries = dict(blocks("lake-queries.md", "sql"))
    with attached(entry_of_analysts) as lake:
        lake.execute(queries["Reports in SQL over the lake"])
        assert lake.execute(queries["Overview"]).fetchall() == [(2, 9, 0)]
    monkeypatch.setenv("ANALYST_DATABASE_URL", entry_of_analysts)
    assert main(["-c", "SELECT apps.name, count(*) AS events FROM events JOIN apps USING (app_id) GROUP BY ALL"]) == 0
    shown = capsys.readouterr().out
    assert "shop" in shown
    assert "9" in shown
    assert main(["-c", "SELECT * FROM nothing"]) == 1
    assert sealed_days(database) == [date(2026, 11, day) for day in (1, 2, 4, 5)]


def sealed_days(database: Direct) -> list[date]:
    """The days that are read from files."""
    return [row["day"] for row in database.execute("SELECT day FROM spoor_lake.sealed_days ORDER BY day")]
