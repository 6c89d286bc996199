"""Nobody may ask too often: Better Auth's limits hold for an address, whatever it says of itself, and one of our own
for an account, from wherever it is tried."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.gate import limits
from auth.users import passwords
from dev import pooler
from spoor import database as layer
from tests.auth.browser import Browser
from tests.conftest import forget_settings
from tests.inbox import Inbox

Direct = psycopg.Connection[DictRow]
TOO_MANY = {"message": "Too many requests. Please try again later."}


@pytest.fixture(autouse=True)
def limited(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    """The limits are on, as in AWS."""
    settings.delenv("AUTH_RATE_LIMIT", raising=False)
    forget_settings()


@pytest.fixture
def ann(browser: Browser, database: Direct) -> Browser:
    """Ann's browser; she signed up with it and is signed in."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing, for tests that try many passwords and none that is right."""
    monkeypatch.setattr(passwords, "_COST", 2)


def from_everywhere(count: int, email: str = "ann@example.com") -> list[int]:
    """The statuses of attempts at an account from an address of its own each."""
    strangers = [Browser(source_ip=f"198.51.100.{number}") for number in range(count)]
    return [stranger.sign_in(email, "wrong password").status for stranger in strangers]


def wait(database: Direct, seconds: float) -> None:
    """Let time pass for every count."""
    database.execute("UPDATE spoor.rate_limit SET last_request = last_request - %s", [int(seconds * 1000)])


def test_the_fourth_in_ten_seconds_is_refused_in_better_auths_words(browser: Browser) -> None:
    replies = [browser.post("/sign-up/email", {}) for _ in range(4)]
    assert [reply.status for reply in replies] == [400, 400, 400, 429]
    assert replies[3].json == TOO_MANY
    assert replies[3].headers["content-type"] == "application/json"
    assert 1 <= int(replies[3].headers["x-retry-after"]) <= 10
    assert replies[3].set_cookies == []


def test_every_address_and_every_path_has_its_own_count(browser: Browser) -> None:
    for _ in range(4):
        last = browser.post("/sign-up/email", {})
    assert last.status == 429
    assert browser.post("/sign-in/email", {}).status == 400
    assert Browser(source_ip="203.0.113.10").post("/sign-up/email", {}).status == 400


def test_a_household_of_ipv6_is_one_address() -> None:
    statuses = [
        Browser(source_ip=f"2001:db8:1:2::{number}").post("/sign-up/email", {}).status for number in range(1, 5)
    ]
    assert statuses == [400, 400, 400, 429]
    assert Browser(source_ip="2001:db8:1:3::1").post("/sign-up/email", {}).status == 400


def test_an_address_that_a_header_claims_counts_for_nothing(browser: Browser) -> None:
    claims = ("x_forwarded_for", "x_real_ip", "forwarded", "true_client_ip", "cf_connecting_ip")
    replies = [browser.post("/sign-up/email", {}, **dict.fromkeys(claims, f"10.0.0.{number}")) for number in range(4)]
    assert replies[3].status == 429


def test_the_count_begins_anew_after_quiet_only(browser: Browser, database: Direct) -> None:
    statuses = []
    for _ in range(4):
        statuses.append(browser.post("/sign-up/email", {}).status)
        wait(database, 9)
    assert statuses == [400, 400, 400, 429]
    wait(database, 1)
    assert browser.post("/sign-up/email", {}).status == 400


def test_a_refusal_changes_nothing_so_that_asking_again_does_not_make_it_longer(
    browser: Browser, database: Direct
) -> None:
    for _ in range(3):
        browser.post("/sign-up/email", {})
    before = database.execute("SELECT * FROM spoor.rate_limit").fetchall()
    for _ in range(3):
        assert browser.post("/sign-up/email", {}).status == 429
    assert database.execute("SELECT * FROM spoor.rate_limit").fetchall() == before


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/sign-in/email", (3, 10)),
        ("/sign-in/social", (3, 10)),
        ("/sign-up/email", (3, 10)),
        ("/change-password", (3, 10)),
        ("/change-email", (3, 10)),
        ("/request-password-reset", (3, 60)),
        ("/send-verification-email", (3, 60)),
        ("/get-session", (100, 10)),
        ("/sign-out", (100, 10)),
        ("/reset-password", (100, 10)),
        ("*", (100, 10)),
    ],
)
def test_the_numbers_are_better_auths(path: str, limit: tuple[int, int]) -> None:
    assert limits.limit_of(path) == limits.Limit(*limit)


def test_anything_else_may_be_asked_a_hundred_times(browser: Browser) -> None:
    assert [browser.get("/ok").status for _ in range(102)] == [200] * 100 + [429] * 2


def test_paths_that_somebody_made_up_share_one_count(browser: Browser, database: Direct) -> None:
    for path in ("/nothing", f"/{'x' * 5000}", "/ok/", "", "/a\0b", "/\ud800"):
        assert browser.get(path).status == 404
    assert database.execute("SELECT key, count FROM spoor.rate_limit").fetchall() == [
        {"key": "203.0.113.9|*", "count": 6}
    ]


def test_a_request_counts_whatever_else_is_wrong_with_it(browser: Browser) -> None:
    foreign = {"origin": "https://evil.example", "cookie": "a=b"}
    statuses = [
        browser.post("/sign-in/email", {}, content_type="text/plain").status,
        browser.post("/sign-in/email", {}, **foreign).status,
        browser.get("/sign-in/email").status,
        browser.sign_in().status,
    ]
    assert statuses == [415, 403, 404, 429]


def test_the_rows_are_those_of_better_auths_own_limiter(browser: Browser, database: Direct) -> None:
    browser.get("/get-session")
    [row] = database.execute(
        "SELECT key, count, now() - to_timestamp(last_request / 1000.0) < interval '1 minute' AS now"
        " FROM spoor.rate_limit"
    ).fetchall()
    assert row == {"key": "203.0.113.9|/get-session", "count": 1, "now": True}


def test_of_many_at_once_no_more_pass_than_may(database: Direct, bouncer: pooler.Pooler) -> None:
    def ask(_: int) -> Any:
        with psycopg.connect(bouncer.url("auth"), autocommit=True) as connection:
            return connection.execute("SELECT spoor.count_request('crowd', 3, 10)").fetchone()

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(ask, range(64)))
    assert answers.count((None,)) == 3


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


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("path", ["/request-password-reset", "/send-verification-email"])
@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_nobodys_mailbox_is_flooded_from_many_addresses(
    ann: Browser, monkeypatch: pytest.MonkeyPatch, path: str, email: str
) -> None:
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(2, 300))
    strangers = [Browser(source_ip=f"198.51.100.{number}") for number in range(3)]
    statuses = [stranger.post(path, {"email": email}).status for stranger in strangers]
    assert statuses == [200, 200, 429]


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


def test_without_a_database_to_count_in_nobody_is_let_past(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    layer.close()
    settings.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
    forget_settings()
    assert browser.get("/ok").code == (503, "DATABASE_UNAVAILABLE")


def test_the_limits_can_be_switched_off(browser: Browser, settings: pytest.MonkeyPatch, database: Direct) -> None:
    settings.setenv("AUTH_RATE_LIMIT", "false")
    forget_settings()
    assert [browser.post("/sign-up/email", {}).status for _ in range(5)] == [400] * 5
    assert database.execute("SELECT FROM spoor.rate_limit").fetchall() == []


def test_the_session_comes_with_the_count(ann: Browser, statements: list[str]) -> None:
    assert ann.session()["user"]["email"] == "ann@example.com"
    assert statements == ["count_and_find_session"]


def test_a_counted_request_finds_the_session_that_any_other_finds(ann: Browser, database: Direct) -> None:
    jar = dict(ann.jar)
    assert ann.post("/update-user", {"name": "Anna"}).status == 200
    assert ann.session()["user"]["name"] == "Anna"
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now())")
    dead = ann.get("/get-session")
    assert (dead.json, len(dead.set_cookies)) == (None, 3)
    assert database.execute("SELECT FROM public.session").fetchall() == []
    ann.jar = jar
    assert ann.post("/update-user", {"name": "Anna"}).status == 401
    assert Browser().post("/update-user", {"name": "Anna"}).status == 401


def test_a_count_from_a_clock_that_is_ahead_locks_nobody_out(browser: Browser, database: Direct) -> None:
    for _ in range(4):
        last = browser.post("/sign-up/email", {})
    assert last.status == 429
    wait(database, -3)
    again = browser.post("/sign-up/email", {})
    assert (again.status, again.headers["x-retry-after"]) == (429, "10")
    wait(database, -86_400)
    assert browser.post("/sign-up/email", {}).status == 400


@pytest.mark.usefixtures("inbox")
def test_nobody_has_many_addresses_written_to(ann: Browser, settings: pytest.MonkeyPatch) -> None:
    statuses = []
    for number in range(12):
        ann.source_ip = f"198.51.100.{number}"
        statuses.append(ann.post("/change-email", {"newEmail": f"stranger{number}@example.com"}).status)
    assert statuses == [200] * 10 + [429] * 2


def test_no_stranger_is_written_to_by_many_users(database: Direct, inbox: Inbox) -> None:
    statuses = []
    for number in range(12):
        user = Browser(source_ip=f"198.51.100.{number}")
        user.sign_up(f"u{number}@example.com")
        statuses.append(user.post("/change-email", {"newEmail": "Stranger@example.com"}).status)
    assert statuses == [200] * 10 + [429] * 2
    assert len(inbox.letters("stranger@example.com")) == 10


def test_a_link_that_mails_another_one_does_so_ten_times(ann: Browser, database: Direct, inbox: Inbox) -> None:
    database.execute('UPDATE public."user" SET email_verified = true')
    ann.post("/change-email", {"newEmail": "stranger@example.com"})
    path, _, query = inbox.only("ann@example.com").path.partition("?")
    statuses = []
    for number in range(12):
        ann.source_ip = f"198.51.100.{number}"
        statuses.append(ann.get(path, query=query).status)
    assert statuses == [302] * 10 + [429] * 2
    assert len(inbox.letters("stranger@example.com")) == 10


def test_links_that_delete_are_mailed_ten_times(ann: Browser, inbox: Inbox, features: Callable[..., None]) -> None:
    features("deleteUser", "sendDeleteAccountVerification")
    assert [ann.post("/delete-user", {}).status for _ in range(12)] == [200] * 10 + [429] * 2
    assert len(inbox.letters()) == 10


def test_signing_up_again_and_again_mails_an_address_ten_times(
    inbox: Inbox, database: Direct, features: Callable[..., None]
) -> None:
    features("sendOnSignUp")
    statuses = []
    for number in range(12):
        statuses.append(Browser(source_ip=f"198.51.100.{number}").sign_up("stranger@example.com").status)
        database.execute('DELETE FROM public."user"')
    assert statuses == [200] * 10 + [429] * 2
    assert len(inbox.letters()) == 10
