"""A server that takes webhooks, and alerts of Ann's that are due."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from psycopg import sql

from dev.database import pooler
from rollup.webhooks.sending import send_messages
from spoor import database as layer
from spoor.database import Json
from tests.conftest import forget_settings
from tests.doubles.receiver import Receiver
from tests.people import Direct
from tests.query.conftest import Ask

Send = Callable[[], dict[str, int]]
TREND = {"interval": "day", "series": [{"event": "open"}]}


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Where webhooks of this machine go, which this deployment allows."""
    monkeypatch.setenv("WEBHOOK_NETWORKS", "127.0.0.0/8")
    forget_settings()
    with Receiver() as running:
        yield running
    forget_settings()


@pytest.fixture
def send(database: Direct, bouncer: pooler.Pooler, entry: str, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Send what waits, as rollup does and with its rights."""

    def turn_to(name: str) -> None:
        layer.close()
        monkeypatch.setenv("DATABASE_URL", bouncer.url(name))
        forget_settings()

    def go() -> dict[str, int]:
        turn_to("rollup")
        try:
            return send_messages()
        finally:
            turn_to(entry)

    return go


class Alerts:
    """The alerts of an app, by the API and past it."""

    def __init__(self, database: Direct, ask: Ask, app_id: str) -> None:
        self.database, self.ask, self.app_id = database, ask, app_id

    @property
    def path(self) -> str:
        """Where they are."""
        return f"/api/apps/{self.app_id}/alerts"

    def make(self, to: str, **words: Any) -> dict[str, Any]:
        """An alert that is told to a webhook."""
        asked = {"name": "Opened", "report": "trends", "question": TREND, "to": [{"webhook": to}], **words}
        made = self.ask("POST", self.path, {**({} if "schedule" in words else {"when": {"above": 2}}), **asked})
        assert made.status == 201, made.text
        found: dict[str, Any] = made.json
        return found

    def make_due(self) -> None:
        """Let time come for all of them."""
        self.database.execute("UPDATE spoor.alerts SET next_check_at = now() - interval '1 second'")

    def seen(self, alert: dict[str, Any]) -> dict[str, Any]:
        """What the API says of one now."""
        found: dict[str, Any] = self.ask("GET", f"{self.path}/{alert['id']}").json
        return found

    def history(self, alert: dict[str, Any]) -> list[dict[str, Any]]:
        """What it told."""
        found: list[dict[str, Any]] = self.ask("GET", f"{self.path}/{alert['id']}/history").json["messages"]
        return found

    def change(self, alert: dict[str, Any], **words: Any) -> dict[str, Any]:
        """Change one."""
        changed = self.ask("PATCH", f"{self.path}/{alert['id']}", words)
        assert changed.status == 200, changed.text
        found: dict[str, Any] = changed.json
        return found

    def put(self, alert: dict[str, Any], **columns: Any) -> None:
        """Change what the API does not."""
        for name, value in columns.items():
            said = Json(value) if isinstance(value, dict | list) else value
            change = sql.SQL("UPDATE spoor.alerts SET {} = %s WHERE id = %s").format(sql.Identifier(name))
            self.database.execute(change, [said, alert["id"]])


@pytest.fixture
def alerts(database: Direct, ask: Ask, shop: str) -> Alerts:
    """Those of Ann's shop."""
    return Alerts(database, ask, shop)
