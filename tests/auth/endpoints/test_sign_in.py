"""POST /sign-in/email opens a session for whoever knows the password, and tells the others nothing."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import FORGET, PASSWORD, TOKEN, Browser
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
WRONG = {"message": "Invalid email or password", "code": "INVALID_EMAIL_OR_PASSWORD"}


@pytest.fixture
def ann(browser: Browser) -> Browser:
    """Ann's browser; she has just signed up with it."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


def test_the_right_password_opens_another_session(ann: Browser, database: Direct) -> None:
    other = Browser(agent="probe/2")
    reply = other.sign_in("ANN@example.com")
    assert reply.status == 200
    assert list(reply.json) == ["redirect", "token", "user"]
    assert reply.json["redirect"] is False
    assert reply.json["user"] == ann.session()["user"]
    assert "location" not in reply.headers
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert other.session()["session"]["token"] == reply.json["token"] != ann.session()["session"]["token"]
    rows = database.execute("SELECT user_agent FROM public.session ORDER BY user_agent").fetchall()
    assert [row["user_agent"] for row in rows] == ["probe/1", "probe/2"]


def test_signing_in_again_does_not_keep_a_token_that_the_browser_brought(ann: Browser) -> None:
    brought = ann.session()["session"]["token"]
    assert ann.sign_in().json["token"] != brought


@pytest.mark.parametrize("callback", ["/dashboard?x=1", "/"])
def test_a_callback_url_comes_back_as_an_order_to_the_client(ann: Browser, callback: str) -> None:
    reply = ann.sign_in(callbackURL=callback)
    assert (reply.status, reply.headers["location"]) == (200, callback)
    assert list(reply.json) == ["redirect", "token", "url", "user"]
    assert (reply.json["redirect"], reply.json["url"]) == (True, callback)


def test_an_empty_callback_url_orders_nothing(ann: Browser) -> None:
    reply = ann.sign_in(callbackURL="")
    assert (reply.json["redirect"], reply.json["url"]) == (False, "")
    assert "location" not in reply.headers


def test_a_callback_url_outside_ascii_is_encoded_in_the_header(ann: Browser) -> None:
    reply = ann.sign_in(callbackURL="/日 é?x=%2f#h")
    assert reply.json["url"] == "/日 é?x=%2f#h"
    assert reply.headers["location"] == "/%E6%97%A5 %C3%A9?x=%2f#h"


def test_every_way_to_fail_gets_the_same_answer_after_the_same_work(
    ann: Browser, database: Direct, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    real = passwords._scrypt

    def counted(password: str, salt: str) -> str:
        hashes.append(salt)
        return real(password, salt)

    monkeypatch.setattr(passwords, "_scrypt", counted)
    user_id = ann.session()["user"]["id"]
    database.execute(
        """
        INSERT INTO public."user" (id, name, email) VALUES ('none', '', 'no-account@example.com'),
          ('null', '', 'no-password@example.com'), ('odd', '', 'odd@example.com'), ('bad', '', 'bad@example.com');
        INSERT INTO public.account (id, account_id, provider_id, user_id, password, updated_at) VALUES
          ('null', 'null', 'credential', 'null', NULL, '2026-01-01'),
          ('bad', 'bad', 'credential', 'bad', 'no hash', '2026-01-01')
        """
    )
    database.execute(
        """
        INSERT INTO public.account (id, account_id, provider_id, user_id, password, updated_at)
        SELECT 'odd', 'odd@example.com', 'credential', 'odd', password, updated_at
          FROM public.account WHERE user_id = %s
        """,
        [user_id],
    )
    arms = [
        ("ann@example.com", "wrong password"),
        ("ann@example.com", ""),
        ("nobody@example.com", PASSWORD),
        ("no-account@example.com", PASSWORD),
        ("no-password@example.com", PASSWORD),
        ("odd@example.com", PASSWORD),  # the account row must bear the user's own id
        ("bad@example.com", PASSWORD),
    ]
    for email, password in arms:
        del statements[:], hashes[:]
        reply = Browser().sign_in(email, password)
        assert (reply.status, reply.json, reply.set_cookies) == (401, WRONG, []), email
        assert (statements, len(hashes)) == (["find_login", "note_activity"], 1), email


def test_signing_in_takes_two_statements_and_its_row_of_the_log_and_one_hash(
    ann: Browser, statements: list[str], hashes: list[str]
) -> None:
    ann.sign_in()
    assert (statements, len(hashes)) == (["find_login", "add_session", "note_activity"], 1)


def test_what_is_no_address_or_too_long_costs_nothing(ann: Browser, statements: list[str]) -> None:
    invalid = ann.sign_in("nope", "a" * 200)
    assert (invalid.status, invalid.json) == (400, {"message": "Invalid email", "code": "INVALID_EMAIL"})
    long = ann.sign_in(password="a" * 129)
    assert (long.status, long.json) == (400, {"message": "Password too long", "code": "PASSWORD_TOO_LONG"})
    assert statements == []


@pytest.mark.usefixtures("dear_hashes")
def test_a_hash_that_better_auth_made_signs_in(ann: Browser, database: Direct) -> None:
    database.execute(
        "UPDATE public.account SET password = %s",
        [
            "334a4f2f514c03ed13217bc69bf80ef1:4384479b26879c659c7f56564283324a407ba0a0422aa3a0a6a0e7a29a47c068"
            "ddd5b09875c71f708fdf398c98c4d775ca78ceadd3dcc13115538669e3ee26da"
        ],
    )
    assert ann.sign_in(password="correct horse battery staple").status == 200
    assert ann.sign_in(password=PASSWORD).status == 401


def test_a_credential_account_that_better_auth_stored_twice_is_one(ann: Browser, database: Direct) -> None:
    database.execute(
        """
        INSERT INTO public.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
        SELECT 'twice', account_id, provider_id, user_id, 'no hash', created_at + interval '1 second', updated_at
          FROM public.account
        """
    )
    assert Browser().sign_in().status == 200
    words = {"currentPassword": PASSWORD, "newPassword": "staple battery horse"}
    assert ann.post("/change-password", words).status == 200
    assert Browser().sign_in(password="staple battery horse").status == 200
    assert Browser().sign_in().status == 401


def test_a_session_that_is_not_remembered_can_be_remembered_by_signing_in_again(ann: Browser) -> None:
    reply = ann.sign_in(rememberMe=False)
    assert "Max-Age" not in "".join(reply.set_cookies)
    assert FORGET in ann.jar
    reply = ann.sign_in(rememberMe=True)
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert reply.cookie(FORGET) == f"{FORGET}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"


def test_a_mark_that_nobody_signed_is_not_worth_clearing(ann: Browser) -> None:
    ann.jar[FORGET] = "true.x"
    assert ann.sign_in().cookie(FORGET) is None


@pytest.mark.parametrize(("value", "word"), [(None, "null"), ("x", "string"), (1, "number")])
def test_remember_me_is_a_boolean(ann: Browser, value: object, word: str) -> None:
    message = f"[body.rememberMe] Invalid input: expected boolean, received {word}"
    assert ann.sign_in(rememberMe=value).json == {"message": message, "code": "VALIDATION_ERROR"}


def test_no_answer_repeats_a_host_that_only_a_header_claims(ann: Browser) -> None:
    body = {"email": "ann@example.com", "password": PASSWORD, "callbackURL": "/"}
    reply = ann.post("/sign-in/email", body, host="evil.example", x_forwarded_host="evil.example")
    assert reply.status == 200
    assert "evil" not in f"{reply}"
    assert "Domain" not in "".join(reply.set_cookies)


VERIFY_FIRST = (403, "EMAIL_NOT_VERIFIED")


def test_an_address_may_have_to_be_verified_first(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("requireEmailVerification")
    browser.sign_up(callbackURL="/welcome")
    reply = browser.sign_in()
    assert (reply.status, reply.json) == (403, {"message": "Email not verified", "code": VERIFY_FIRST[1]})
    assert reply.set_cookies == []
    assert browser.sign_in(password="wrong password").code == (401, "INVALID_EMAIL_OR_PASSWORD")
    path, _, query = inbox.only().path.partition("?")
    assert browser.get(path, query=query).headers["location"] == "/welcome"
    assert browser.sign_in().status == 200


def test_who_knows_the_password_is_mailed_another_link_where_that_is_wanted(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("requireEmailVerification", "sendOnSignIn")
    browser.sign_up()
    browser.sign_in(password="wrong password")
    assert len(inbox.letters()) == 1
    assert browser.sign_in(callbackURL="/dash").code == VERIFY_FIRST
    assert inbox.letters()[1].path.endswith("&callbackURL=%2Fdash")


def test_signing_in_by_password_can_be_switched_off(browser: Browser, features: Callable[..., None]) -> None:
    browser.sign_up()
    features("disableEmailPassword")
    reply = browser.sign_in()
    assert (reply.status, reply.json) == (
        400,
        {"message": "Email and password is not enabled", "code": "EMAIL_PASSWORD_DISABLED"},
    )
