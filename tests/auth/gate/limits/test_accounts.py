"""An account may be tried only so often, from wherever it is tried, and its owner is not locked out by it."""

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.gate import limits
from auth.users import passwords
from tests.auth.browser import Browser
from tests.auth.gate.limits.passing import from_everywhere, wait

Direct = psycopg.Connection[DictRow]
TOO_MANY = {"message": "Too many requests. Please try again later."}


def test_an_account_may_be_tried_ten_times_from_wherever(ann: Browser, database: Direct) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_COST", 2)
        assert from_everywhere(12) == [401] * 10 + [429] * 2
    refused = Browser(source_ip="192.0.2.1").sign_in("ANN@example.com")
    assert (refused.status, refused.json) == (429, TOO_MANY)
    assert 290 <= int(refused.headers["x-retry-after"]) <= 300
    wait(database, limits.ACCOUNT.seconds)
    assert Browser(source_ip="192.0.2.1").sign_in().status == 200


@pytest.mark.usefixtures("cheap")
def test_an_account_that_nobody_has_is_limited_the_same(browser: Browser) -> None:
    assert from_everywhere(11, "nobody@example.com") == [401] * 10 + [429]


def test_the_right_password_clears_the_account(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(3, 300))
    from_everywhere(2)
    assert Browser(source_ip="192.0.2.1").sign_in().status == 200
    assert from_everywhere(4) == [401] * 3 + [429]


def test_whoever_tries_from_elsewhere_does_not_lock_the_owner_out(
    ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(2, 300))
    assert from_everywhere(3)[-1] == 429
    assert ann.sign_in().status == 200


@pytest.mark.usefixtures("cheap")
def test_only_an_attempt_counts_for_the_account(ann: Browser, database: Direct) -> None:
    stranger = Browser(source_ip="198.51.100.1")
    for _ in range(9):
        stranger.sign_in(password="wrong password")
    another = Browser(source_ip="198.51.100.2")
    another.sign_in(password="x" * 129)
    another.post("/sign-in/email", {"email": "ann@example.com", "password": 7})
    another.sign_in(callbackURL="https://evil.example")
    [row] = database.execute("SELECT count FROM spoor.rate_limit WHERE key LIKE 'ann@%'").fetchall()
    assert row["count"] == 3, "what its source may not, or what says no password that could be one, was counted"


def test_signing_in_takes_four_statements_and_one_hash(ann: Browser, statements: list[str], hashes: list[str]) -> None:
    del hashes[:]
    assert ann.sign_in().status == 200
    assert statements == ["count_and_find_session", "find_login", "add_session", "note_activity"]
    assert hashes == ["hash"]


def test_a_refused_attempt_takes_a_statement_or_two_and_no_hash(
    ann: Browser, statements: list[str], hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Browser(source_ip="198.51.100.1")
    for _ in range(3):
        stranger.post("/sign-in/email", {})
    del statements[:], hashes[:]
    assert stranger.sign_in().status == 429
    assert (statements, hashes) == (["count_request"], [])
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(0, 300))
    Browser(source_ip="198.51.100.2").sign_in(password="wrong password")
    del statements[:], hashes[:]
    assert Browser(source_ip="198.51.100.3").sign_in().status == 429
    assert (statements, hashes) == (["count_request", "find_login"], [])
