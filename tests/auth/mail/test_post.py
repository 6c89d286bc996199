"""A mail is sent at once, never inside a transaction; one that cannot be sent is told of and kept."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import DictRow

from dev.services.outbox import Outbox
from spoor import database as layer
from spoor.accounts import mail
from tests.auth.browser import Browser
from tests.conftest import forget_settings
from tests.doubles.inbox import mail_to

Direct = psycopg.Connection[DictRow]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def away(browser: Browser, settings: pytest.MonkeyPatch) -> Browser:
    """Ann, while SES cannot be reached."""
    mail_to(NOWHERE, settings)
    browser.sign_up()
    return browser


def ask(browser: Browser) -> int:
    return browser.post("/request-password-reset", {"email": "ann@example.com", "redirectTo": "/r"}).status


def test_what_cannot_be_sent_is_kept_until_its_link_expires_and_told(
    away: Browser, database: Direct, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(away) == 200
    row = database.execute("SELECT * FROM spoor.outgoing_mail").fetchone()
    token = database.execute("SELECT identifier, expires_at FROM public.verification").fetchone()
    assert row
    assert token
    assert (row["recipient"], row["subject"], row["tries"]) == ("ann@example.com", "Reset your password", 0)
    for body in (row["text"], row["html"]):
        assert token["identifier"].partition(":")[2] in body
    assert abs(row["expires_at"] - token["expires_at"].replace(tzinfo=UTC)) < timedelta(seconds=1)
    assert row["next_try_at"] <= datetime.now(UTC)
    logged = log.getvalue()
    assert "EndpointConnectionError" in logged
    assert "ann@example.com" not in logged
    assert '"MailDelayed":[1]' in capsys.readouterr().out


def test_a_mail_that_can_neither_be_sent_nor_kept_fails_the_request(away: Browser, database: Direct) -> None:
    real = mail.send

    def and_lose_the_database(letter: mail.Letter) -> None:
        layer.close()
        patch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
        forget_settings()
        real(letter)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, "send", and_lose_the_database)
        assert ask(away) == 503
    forget_settings()
    assert database.execute("SELECT FROM spoor.outgoing_mail").fetchall() == []


@pytest.mark.parametrize("path", ["/request-password-reset", "/send-verification-email", "/change-email", "/sign-up"])
def test_no_transaction_is_open_while_a_mail_is_sent(
    browser: Browser, database: Direct, settings: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    settings.setenv("AUTH_FEATURES", "sendOnSignUp")
    open_ones: list[object] = []

    def look(_: str) -> None:
        found = database.execute(
            "SELECT state FROM pg_catalog.pg_stat_activity WHERE state LIKE 'idle in transaction%' OR"
            " (state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend')"
        ).fetchall()
        open_ones.append(found)

    outbox = Outbox(tmp_path, look)
    try:
        mail_to(outbox.endpoint, settings)
        browser.sign_up()
        if path != "/sign-up":
            open_ones.clear()
            browser.post(path, {"email": "ann@example.com", "newEmail": "new@example.com"})
    finally:
        outbox.close()
    assert open_ones == [[]]
