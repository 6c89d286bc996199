"""Sign-up closes after the first account, where the deployer wants it so."""

import time
from collections.abc import Callable
from threading import Thread

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from dev.database import postgres
from tests.auth.browser import Browser

Direct = psycopg.Connection[DictRow]
CLOSED = (400, "EMAIL_PASSWORD_SIGN_UP_DISABLED")
OTHER = "INSERT INTO public.\"user\" (id, name, email) VALUES ('other', 'Other', 'other@example.com')"


@pytest.fixture(autouse=True)
def closing(features: Callable[..., None]) -> None:
    features("closeSignUpAfterFirst", "deleteUser")


def emails(database: Direct) -> list[str]:
    return [row["email"] for row in database.execute('SELECT email FROM public."user" ORDER BY email').fetchall()]


def test_the_first_to_sign_up_gets_an_account_and_nobody_after_them(browser: Browser, database: Direct) -> None:
    assert browser.sign_up("ann@example.com").status == 200
    refused = browser.sign_up("bob@example.com")
    assert refused.code == CLOSED
    assert emails(database) == ["ann@example.com"]


def test_the_first_account_can_be_deleted_and_another_made(browser: Browser, database: Direct) -> None:
    browser.sign_up("ann@example.com")
    database.execute('DELETE FROM public."user"')
    assert browser.sign_up("bob@example.com").status == 200


def test_who_signs_up_while_another_does_is_refused(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.hash_password

    def while_another_instance_signs_up(password: str) -> str:
        database.execute(OTHER.encode())
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", while_another_instance_signs_up)
    refused = browser.sign_up("ann@example.com")
    assert refused.code == CLOSED
    assert emails(database) == ["other@example.com"]


def test_of_several_who_are_first_at_once_one_is(browser: Browser, database: Direct, server: postgres.Server) -> None:
    with psycopg.connect(server.url) as another:
        another.execute("SELECT pg_advisory_xact_lock(7306080)")
        another.execute(OTHER.encode())
        waiting = Thread(target=commit_when_somebody_waits, args=[another, server.url])
        waiting.start()
        refused = browser.sign_up("ann@example.com")
        waiting.join()
    assert refused.code == CLOSED
    assert emails(database) == ["other@example.com"]


def commit_when_somebody_waits(another: psycopg.Connection[tuple[object, ...]], url: str) -> None:
    """Let the other sign-up be done once this one has come to its turn."""
    asked = "SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(url, autocommit=True) as looking:
        while not looking.execute(asked).fetchall():
            time.sleep(0.01)
    another.commit()
