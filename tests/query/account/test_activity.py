"""The owner of an account sees what has happened to it, and nobody else does."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from auth.features import Feature
from query.app import handler
from spoor.accounts import notices
from tests.conftest import forget_settings
from tests.gateway import call
from tests.people import Direct, sign_up
from tests.query.conftest import Ask

WANTED = {"name": "Metabase", "scopes": ["read"], "expiresInDays": 30}
PROGRAM = {"userId": "ann", "tokenId": "8c5f3f8e-9d3b-4c39-8d59-6f5a5f3a7b11", "scopes": ["manage"], "appIds": ["*"]}


@pytest.fixture(autouse=True)
def keys(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What tokens are signed with; and no mail."""
    monkeypatch.setenv("API_TOKEN_SECRETS", "a-key-that-only-tests-know-0123456789012")
    for name in ("MAIL_SENDER", "AUTH_FEATURES"):
        monkeypatch.delenv(name, raising=False)
    forget_settings()
    yield monkeypatch
    forget_settings()


def happen(database: Direct, user_id: str, event: str, days_ago: int = 0) -> None:
    database.execute(
        """INSERT INTO spoor.account_activity (user_id, event, outcome, address, user_agent, at)
           VALUES (%s, %s, 'done', '203.0.113.0/24', 'probe/1', now() - %s)""",
        [user_id, event, timedelta(days=days_ago)],
    )


def test_tokens_that_are_made_and_revoked_are_taken_down(ask: Ask) -> None:
    made = ask("POST", "/api/tokens", WANTED).json
    ask("DELETE", f"/api/tokens/{made['id']}")
    assert ask("DELETE", f"/api/tokens/{made['id']}").status == 404
    listed = ask("GET", "/api/activity").json["activity"]
    assert [(each["event"], each["outcome"]) for each in listed] == [("tokenRevoked", "done"), ("tokenMade", "done")]
    assert sorted(listed[0]) == ["address", "at", "event", "outcome", "sessionId", "userAgent"]
    assert (listed[0]["address"], listed[0]["sessionId"]) == ("127.0.0.0/24", "s")
    assert datetime.fromisoformat(listed[0]["at"]).utcoffset() == timedelta(0)
    assert made["token"] not in str(listed)


def test_what_is_refused_is_not_taken_down(ask: Ask) -> None:
    wanted = {**WANTED, "appIds": ["8c5f3f8e-9d3b-4c39-8d59-6f5a5f3a7b11"]}
    assert ask("POST", "/api/tokens", wanted).status == 422
    assert ask("GET", "/api/activity").json == {"activity": []}


def test_everybody_sees_their_own_newest_first_and_twenty_of_each_at_most(ask: Ask, database: Direct) -> None:
    bob = sign_up(database, "bob")
    happen(database, bob, "signIn")
    for days in range(110):
        happen(database, "ann", "signIn" if days else "signOut", days)
    listed = ask("GET", "/api/activity").json["activity"]
    assert len(listed) == 21
    assert listed[0]["event"] == "signOut"
    assert [each["at"] for each in listed] == sorted((each["at"] for each in listed), reverse=True)
    assert len(ask("GET", "/api/activity", user_id=bob).json["activity"]) == 1


def test_nobody_washes_away_what_they_did_by_doing_something_else_over_and_over(ask: Ask, database: Direct) -> None:
    happen(database, "ann", "emailChanged", 1)
    for _ in range(300):
        happen(database, "ann", "sessionsRevoked")
    assert ask("GET", "/api/activity").json["activity"][-1]["event"] == "emailChanged"


def test_no_program_sees_it(ask: Ask) -> None:
    reply = call(handler, "GET", "/api/v1/activity", context=PROGRAM)
    assert (reply.status, reply.json["code"]) == (403, "NOT_FOR_TOKENS")
    assert call(handler, "GET", "/api/activity").status == 401


def test_the_owner_is_written_to_about_a_token_three_times_an_hour(
    ask: Ask, database: Direct, keys: pytest.MonkeyPatch
) -> None:
    keys.setenv("MAIL_SENDER", "spoor@example.com")
    forget_settings()
    for _ in range(4):
        assert ask("POST", "/api/tokens", WANTED).status == 201
    letters = database.execute("SELECT * FROM spoor.outgoing_mail").fetchall()
    assert [(row["recipient"], row["subject"]) for row in letters] == [
        ("ann@example.com", "An API token was made for your account")
    ] * 3
    assert "spoor.example" in letters[0]["text"]
    assert "http" not in letters[0]["text"] + letters[0]["html"]
    assert "Metabase" not in letters[0]["text"]


def test_an_address_is_written_to_no_more_often_by_an_account_that_is_made_anew(
    ask: Ask, database: Direct, keys: pytest.MonkeyPatch
) -> None:
    keys.setenv("MAIL_SENDER", "spoor@example.com")
    forget_settings()
    for _ in range(2):
        for _ in range(2):
            assert ask("POST", "/api/tokens", WANTED).status == 201
        database.execute("DELETE FROM public.\"user\" WHERE id = 'ann'")
        sign_up(database, "cleo")
        database.execute("UPDATE public.\"user\" SET id = 'ann', email = 'ann@example.com' WHERE id = 'cleo'")
    assert len(database.execute("SELECT FROM spoor.outgoing_mail").fetchall()) == 3


@pytest.mark.parametrize(("sender", "words"), [("", ""), ("spoor@example.com", "deleteUser, -sendSecurityNotices")])
def test_switched_off_or_without_mail_nobody_is_written_to(
    ask: Ask, database: Direct, keys: pytest.MonkeyPatch, sender: str, words: str
) -> None:
    keys.setenv("MAIL_SENDER", sender)
    keys.setenv("AUTH_FEATURES", words)
    forget_settings()
    assert ask("POST", "/api/tokens", WANTED).status == 201
    assert database.execute("SELECT FROM spoor.outgoing_mail").fetchall() == []


def test_the_word_that_switches_notices_off_is_one_for_both_functions() -> None:
    assert notices.WORD == Feature.SEND_SECURITY_NOTICES
