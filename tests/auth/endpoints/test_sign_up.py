"""POST /sign-up/email makes a user, the account with his password and a sign-in session, or nothing at all."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import DATA, FORGET, PASSWORD, PRIVATE, TOKEN, Browser, call, event
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
EXISTS = (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
FAILED = (422, "FAILED_TO_CREATE_USER")


def count(database: Direct, table: str) -> int:
    return len(database.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier("public", table))).fetchall())


def test_somebody_who_signs_up_is_signed_in(browser: Browser) -> None:
    reply = browser.sign_up("U1@Example.com", name="Ann")
    assert reply.status == 200
    assert reply.headers == {"content-type": "application/json", **PRIVATE}
    assert list(reply.json) == ["token", "user"]
    assert re.fullmatch(r"[A-Za-z0-9]{32}", reply.json["token"])
    user = reply.json["user"]
    assert sorted(user) == ["createdAt", "email", "emailVerified", "id", "image", "name", "updatedAt"]
    assert re.fullmatch(r"[A-Za-z0-9]{32}", user["id"])
    assert (user["name"], user["email"], user["emailVerified"], user["image"]) == ("Ann", "u1@example.com", False, None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", user["createdAt"])
    assert user["createdAt"] == user["updatedAt"]
    assert browser.session()["session"]["token"] == reply.json["token"]


def test_the_cookie_lasts_seven_days_and_no_script_reads_it(browser: Browser) -> None:
    reply = browser.sign_up()
    line = str(reply.cookie(TOKEN))
    value, _, attributes = line.partition("; ")
    assert re.fullmatch(rf"{TOKEN}={reply.json['token']}\.(?:[A-Za-z0-9]|%2B|%2F){{43}}%3D", value)
    assert attributes == "Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"


def test_the_rows_are_better_auths(browser: Browser, database: Direct) -> None:
    reply = browser.sign_up(image="https://example.com/a.png").json
    now = datetime.now(UTC).replace(tzinfo=None)
    user = database.execute('SELECT * FROM public."user"').fetchone()
    account = database.execute("SELECT * FROM public.account").fetchone()
    session = database.execute("SELECT * FROM public.session").fetchone()
    assert user
    assert account
    assert session
    assert (user["id"], user["image"], user["email_verified"]) == (
        reply["user"]["id"],
        "https://example.com/a.png",
        False,
    )
    assert abs(user["created_at"] - now) < timedelta(seconds=30)
    assert user["created_at"].microsecond % 1000 == 0
    assert user["created_at"].replace(tzinfo=UTC) == datetime.fromisoformat(reply["user"]["createdAt"])
    assert (account["account_id"], account["user_id"], account["provider_id"]) == (user["id"], user["id"], "credential")
    assert account["created_at"] == account["updated_at"] == user["created_at"]
    assert passwords.verify(PASSWORD, account["password"])
    left = ("access_token", "refresh_token", "id_token", "access_token_expires_at", "refresh_token_expires_at", "scope")
    assert {account[column] for column in left} == {None}
    assert (session["token"], session["user_id"]) == (reply["token"], user["id"])
    assert session["expires_at"] - session["created_at"] == timedelta(days=7)
    assert (session["ip_address"], session["user_agent"]) == ("203.0.113.9", "probe/1")
    assert len({user["id"], account["id"], session["id"], session["token"]}) == 4


@pytest.mark.usefixtures("browser")
def test_the_address_is_the_gateways_word_and_not_a_headers(database: Direct) -> None:
    other = Browser(source_ip="2001:db8::1")
    other.post(
        "/sign-up/email", {"name": "", "email": "v6@example.com", "password": PASSWORD}, x_forwarded_for="198.51.100.7"
    )
    row = database.execute("SELECT ip_address FROM public.session").fetchone()
    assert row == {"ip_address": "2001:0db8:0000:0000:0000:0000:0000:0000"}


def test_a_session_that_is_not_remembered_lasts_a_day_and_ends_with_the_browser(
    browser: Browser, database: Direct
) -> None:
    reply = browser.sign_up(rememberMe=False)
    assert reply.cookie(TOKEN)
    assert "Max-Age" not in "".join(reply.set_cookies)
    assert str(reply.cookie(FORGET)).startswith(f"{FORGET}=true.")
    row = database.execute("SELECT expires_at - created_at AS life FROM public.session").fetchone()
    assert row == {"life": timedelta(days=1)}


def test_only_the_fields_of_the_contract_are_heard(browser: Browser, database: Direct) -> None:
    reply = browser.sign_up(emailVerified=True, id="evil", role="admin", createdAt="2000-01-01T00:00:00Z")
    assert reply.json["user"]["emailVerified"] is False
    assert reply.json["user"]["id"] != "evil"
    assert "role" not in reply.json["user"]
    row = database.execute("SELECT created_at > '2001-01-01' AS fresh FROM public.\"user\"").fetchone()
    assert row == {"fresh": True}


@pytest.mark.parametrize(
    ("password", "outcome"),
    [
        ("1234567", (400, "PASSWORD_TOO_SHORT")),
        ("🔑🔑🔑", (400, "PASSWORD_TOO_SHORT")),
        ("12345678", (200, None)),
        ("🔑🔑🔑🔑", (200, None)),
        ("é" * 128, (200, None)),
        ("lone\ud83dsurrogate", (200, None)),
        ("a" * 129, (400, "PASSWORD_TOO_LONG")),
        ("a" * 60_000, (400, "PASSWORD_TOO_LONG")),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_password_has_8_to_128_letters(browser: Browser, password: str, outcome: tuple[int, str | None]) -> None:
    assert browser.sign_up(password=password).code == outcome


def test_a_password_outside_the_limits_costs_neither_query_nor_hash(browser: Browser, statements: list[str]) -> None:
    browser.sign_up(password="a" * 129)
    assert statements == []


def test_an_address_that_is_taken_is_refused_in_any_case_of_letters(browser: Browser, statements: list[str]) -> None:
    browser.sign_up("ann@example.com")
    del statements[:]
    reply = Browser().sign_up("ANN@Example.COM")
    assert (reply.status, reply.json) == (
        422,
        {"message": "User already exists. Use another email.", "code": EXISTS[1]},
    )
    assert not reply.set_cookies
    assert statements == ["find_address"]


def test_signing_up_takes_two_statements_and_one_to_take_it_down(browser: Browser, statements: list[str]) -> None:
    browser.sign_up()
    assert statements == ["find_address", "add_user", "note_activity"]


def test_of_two_sign_ups_of_one_address_at_once_one_wins_and_the_other_leaves_nothing(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.hash_password

    def while_another_instance_signs_up(password: str) -> str:
        database.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('other', 'Other', 'race@example.com')")
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", while_another_instance_signs_up)
    reply = browser.sign_up("race@example.com")
    assert (reply.status, reply.json) == (422, {"message": "Failed to create user", "code": "FAILED_TO_CREATE_USER"})
    assert not reply.set_cookies
    assert [count(database, table) for table in ("user", "account", "session")] == [1, 0, 0]


def test_nothing_waits_in_the_database_while_a_password_is_hashed(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, waiting = passwords.hash_password, []

    def look(password: str) -> str:
        waiting.extend(
            database.execute(
                "SELECT state FROM pg_catalog.pg_stat_activity WHERE state LIKE 'idle in transaction%'"
            ).fetchall()
        )
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", look)
    assert browser.sign_up().status == 200
    assert waiting == []


def test_text_that_postgres_cannot_hold_makes_no_user(browser: Browser, database: Direct) -> None:
    assert browser.sign_up(name="a\0b").code == FAILED
    assert [count(database, table) for table in ("user", "account", "session")] == [0, 0, 0]


def test_lone_surrogates_in_a_name_are_kept_as_replacement_letters(browser: Browser) -> None:
    assert browser.sign_up(name="a\ud83db\U0001f511").json["user"]["name"] == "a\ufffdb\U0001f511"
    assert browser.session()["user"]["name"] == "a\ufffdb\U0001f511"


def test_names_in_any_script_come_back_as_they_were(browser: Browser) -> None:
    browser.sign_up(name='Zoë Ω 🔑 "quoted" \u2028')
    assert browser.session()["user"]["name"] == 'Zoë Ω 🔑 "quoted" \u2028'


def test_a_normal_sign_up_forgets_that_the_browser_was_not_to_be_remembered(browser: Browser) -> None:
    browser.sign_up("a@example.com", rememberMe=False)
    reply = browser.sign_up("b@example.com")
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert reply.cookie(FORGET) == f"{FORGET}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
    assert not reply.cookie(DATA)


@pytest.mark.parametrize(
    "bad", ["nope", "alice@example.com\0", "alice@example.com\r\nBcc: x@example.com", "\u212aevin@example.com"]
)
def test_an_address_must_be_one(browser: Browser, bad: str) -> None:
    reply = browser.sign_up(bad)
    assert (reply.status, reply.json["message"]) == (400, "[body.email] Invalid email address")


def test_a_user_agent_in_any_script_is_kept(browser: Browser, database: Direct) -> None:
    browser.agent = "Zoë\0🔑"
    browser.sign_up()
    assert database.execute("SELECT user_agent FROM public.session").fetchone() == {"user_agent": "Zoë\ufffd🔑"}


def test_without_a_user_agent_the_column_is_empty(database: Direct, browser: Browser) -> None:
    body: Any = '{"name":"A","email":"a@example.com","password":"correct horse"}'
    call(event("POST", "/sign-up/email", headers={"content-type": "application/json"}, body=body, source_ip=""))
    row = database.execute("SELECT ip_address, user_agent FROM public.session").fetchone()
    assert row == {"ip_address": "", "user_agent": ""}


QUIET = ["requireEmailVerification", "disableAutoSignIn"]


@pytest.mark.parametrize("word", QUIET)
def test_a_quiet_sign_up_opens_no_session(
    browser: Browser, database: Direct, inbox: Inbox, features: Callable[..., None], word: str
) -> None:
    features(word)
    reply = browser.sign_up()
    assert (reply.status, reply.json["token"], reply.set_cookies) == (200, None, [])
    assert [count(database, table) for table in ("user", "account", "session")] == [1, 1, 0]


@pytest.mark.parametrize("word", QUIET)
def test_a_quiet_sign_up_says_of_a_taken_address_what_it_says_of_a_free_one(
    browser: Browser, database: Direct, inbox: Inbox, features: Callable[..., None], hashes: list[str], word: str
) -> None:
    features(word)
    free, taken = browser.sign_up(name="Eve"), browser.sign_up(name="Eve", image="https://example.com/a.png")
    assert len(hashes) == 2
    assert (taken.status, taken.set_cookies) == (free.status, free.set_cookies)
    assert list(taken.json["user"]) == list(free.json["user"])
    assert taken.json["user"]["id"] != free.json["user"]["id"]
    assert (taken.json["token"], taken.json["user"]["image"]) == (None, "https://example.com/a.png")
    assert [count(database, table) for table in ("user", "account", "session")] == [1, 1, 0]
    assert len(inbox.letters()) == (1 if word == "requireEmailVerification" else 0)


def test_a_quiet_sign_up_that_loses_a_race_is_as_quiet(
    browser: Browser, database: Direct, features: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    features("disableAutoSignIn")
    real = passwords.hash_password

    def while_another_instance_signs_up(password: str) -> str:
        database.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('other', 'Other', 'race@example.com')")
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", while_another_instance_signs_up)
    assert browser.sign_up("race@example.com").status == 200
    for name in ("free@example.com", "race@example.com"):
        monkeypatch.setattr(passwords, "hash_password", real)
        assert browser.sign_up(name, name="a\0b").code == FAILED


def test_a_new_user_is_mailed_a_link_where_that_is_wanted(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("sendOnSignUp")
    assert browser.sign_up(callbackURL="/welcome").json["token"]
    path, _, query = inbox.only("ann@example.com").path.partition("?")
    assert browser.get(path, query=query).headers["location"] == "/welcome"
    assert browser.session()["user"]["emailVerified"] is True


@pytest.mark.parametrize("word", ["disableSignUp", "disableEmailPassword"])
def test_signing_up_can_be_switched_off(browser: Browser, features: Callable[..., None], word: str) -> None:
    features(word)
    reply = browser.sign_up()
    assert (reply.status, reply.json) == (
        400,
        {"message": "Email and password sign up is not enabled", "code": "EMAIL_PASSWORD_SIGN_UP_DISABLED"},
    )
