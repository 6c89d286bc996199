"""Nobody may ask too often: Better Auth's limits hold for an address, whatever it says of itself."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.gate import limits
from dev.database import pooler
from spoor import database as layer
from tests.auth.browser import Browser
from tests.auth.gate.limits.passing import wait
from tests.conftest import forget_settings

Direct = psycopg.Connection[DictRow]
TOO_MANY = {"message": "Too many requests. Please try again later."}


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
        ("/two-factor/verify-totp", (3, 10)),
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
