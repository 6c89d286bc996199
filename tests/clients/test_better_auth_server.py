"""A real Better Auth server on our database takes our users, sessions and tokens for its own, and we take its."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from tests.clients.better_auth import AuthBrowser, BetterAuth, Browsers, better_auth
from tests.doubles.inbox import Inbox
from tests.stack import Stack

PASSWORD, NEW = "correct horse battery 🔑 ﬁ", "another long password"

Side = Callable[[], AuthBrowser]


@pytest.fixture(scope="module")
def theirs(stack: Stack) -> Iterator[BetterAuth]:
    """The real server."""
    with better_auth(stack.database, stack.secret) as running:
        yield running


@pytest.fixture
def sides(stack: Stack, theirs: BetterAuth, node_browsers: Browsers) -> dict[str, Side]:
    """Opens a browser at our side, or at theirs."""
    return {"ours": lambda: node_browsers.new(stack.url), "theirs": lambda: node_browsers.new(theirs.url)}


@pytest.fixture
def urls(stack: Stack, theirs: BetterAuth) -> dict[str, str]:
    """Where the sides are."""
    return {"ours": stack.url, "theirs": theirs.url}


BOTH_WAYS = pytest.mark.parametrize(("here", "there"), [("ours", "theirs"), ("theirs", "ours")])


@BOTH_WAYS
def test_a_user_made_here_signs_in_there(sides: dict[str, Side], email: str, here: str, there: str) -> None:
    made = sides[here]().sign_up(email, PASSWORD, image="/a.png")
    found = sides[there]().sign_in(email.upper(), PASSWORD)
    assert found.error is None
    assert found.data["user"] == made.data["user"]
    assert sides[there]().sign_in(email, NEW).code == (401, "INVALID_EMAIL_OR_PASSWORD")


@BOTH_WAYS
def test_a_cookie_of_here_is_good_there_and_signing_out_there_ends_it_here(
    sides: dict[str, Side], urls: dict[str, str], email: str, here: str, there: str
) -> None:
    browser = sides[here]()
    browser.sign_up(email, PASSWORD)
    copy = sides[here]()
    copy.sign_in(email, PASSWORD)
    mine, its = browser.call("getSession").data, browser.at(urls[there]).call("getSession").data
    assert mine == its
    assert browser.at(urls[there]).call("signOut").data == {"success": True}
    assert browser.jar == {}
    assert browser.user() is None
    assert copy.user() is not None
    assert copy.at(urls[there]).call("revokeSessions").error is None
    assert copy.user() is None


@BOTH_WAYS
def test_a_session_that_is_not_remembered_here_is_not_renewed_there(
    stack: Stack, sides: dict[str, Side], urls: dict[str, str], email: str, here: str, there: str
) -> None:
    browser = sides[here]()
    browser.sign_up(email, PASSWORD, rememberMe=False)
    assert browser.at(urls[there]).call("getSession").set_cookies == []
    remembered = sides[here]()
    remembered.sign_in(email, PASSWORD)
    with psycopg.connect(stack.database, autocommit=True) as database:
        database.execute(
            "UPDATE public.session SET expires_at = expires_at - interval '2 days'"
            " WHERE expires_at > now() + interval '2 days'"
        )
    renewed = remembered.at(urls[there]).call("getSession")
    assert "Max-Age=604800" in renewed.set_cookies[0]
    assert remembered.call("getSession").data == renewed.data


@BOTH_WAYS
def test_a_password_changed_here_is_the_password_there(
    sides: dict[str, Side], email: str, here: str, there: str
) -> None:
    browser = sides[here]()
    browser.sign_up(email, PASSWORD)
    browser.call("changePassword", {"currentPassword": PASSWORD, "newPassword": NEW, "revokeOtherSessions": True})
    assert sides[there]().sign_in(email, PASSWORD).code == (401, "INVALID_EMAIL_OR_PASSWORD")
    assert sides[there]().sign_in(email, NEW).error is None


def letter(side: str, theirs: BetterAuth, inbox: Inbox, to: str) -> str:
    """The link of the mail that a side has sent to an address."""
    if side == "ours":
        return inbox.only(to).link
    mail = theirs.letter()
    assert mail["to"] == to
    return mail["url"]


@BOTH_WAYS
def test_a_reset_asked_for_here_is_done_there(
    sides: dict[str, Side], theirs: BetterAuth, inbox: Inbox, email: str, here: str, there: str
) -> None:
    sides[here]().sign_up(email, PASSWORD)
    sides[here]().call("requestPasswordReset", {"email": email, "redirectTo": "/reset"})
    token = letter(here, theirs, inbox, email).partition("/reset-password/")[2].partition("?")[0]
    browser = sides[there]()
    opened = browser.open(f"{browser.base}/api/auth/reset-password/{token}?callbackURL=%2Freset%3Fa%3D1")
    assert (opened.status, opened.location) == (302, f"{browser.base}/reset?a=1&token={token}")
    reset = {"newPassword": NEW, "token": token}
    assert browser.call("resetPassword", reset).data == {"status": True}
    for side in (here, there):
        assert sides[side]().call("resetPassword", reset).code == (400, "INVALID_TOKEN")
        assert sides[side]().sign_in(email, NEW).error is None


def query_of(link: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in link.partition("?")[2].split("&"))


@BOTH_WAYS
def test_an_address_is_verified_there_with_a_token_of_here(
    sides: dict[str, Side], theirs: BetterAuth, inbox: Inbox, email: str, here: str, there: str
) -> None:
    browser = sides[here]()
    browser.sign_up(email, PASSWORD)
    browser.call("sendVerificationEmail", {"email": email})
    token = query_of(letter(here, theirs, inbox, email))["token"]
    verified = sides[there]().call("verifyEmail", {"query": {"token": token}})
    assert verified.data == {"status": True, "user": None}
    assert browser.user()["emailVerified"] is True


@BOTH_WAYS
def test_an_address_is_changed_there_with_a_token_of_here(
    sides: dict[str, Side], theirs: BetterAuth, inbox: Inbox, email: str, here: str, there: str
) -> None:
    browser, moved = sides[here](), f"moved-{email}"
    browser.sign_up(email, PASSWORD)
    browser.call("changeEmail", {"newEmail": moved})
    token = query_of(letter(here, theirs, inbox, moved))["token"]
    other = sides[there]()
    assert other.call("verifyEmail", {"query": {"token": token}}).data["user"]["email"] == moved
    assert other.call("verifyEmail", {"query": {"token": token}}).code == (401, "INVALID_TOKEN")
    assert browser.user()["email"] == moved


@BOTH_WAYS
def test_a_user_deleted_here_is_gone_there(
    sides: dict[str, Side], urls: dict[str, str], email: str, here: str, there: str
) -> None:
    browser, elsewhere = sides[here](), sides[there]()
    browser.sign_up(email, PASSWORD)
    elsewhere.sign_in(email, PASSWORD)
    assert browser.call("deleteUser", {"password": PASSWORD}).error is None
    assert elsewhere.user() is None
    assert elsewhere.sign_up(email, PASSWORD).error is None


def rows(stack: Stack, email: str) -> dict[str, Any]:
    """The kinds of values in the rows of a user, since the values themselves must differ."""
    with psycopg.connect(stack.database) as database:
        row = database.execute(
            'SELECT to_jsonb(u), to_jsonb(a), to_jsonb(s) FROM public."user" u'
            " JOIN public.account a ON a.user_id = u.id JOIN public.session s ON s.user_id = u.id WHERE u.email = %s",
            [email],
        ).fetchone()
    assert row
    columns = {f"{table}.{name}": value for table, it in enumerate(row) for name, value in it.items()}
    del columns["2.ip_address"]  # ours is the gateway's word, theirs a header, which is not there
    return {name: kind(value) for name, value in columns.items()}


def kind(value: object) -> object:
    """A time of whole milliseconds, a text of some length, or the value itself."""
    try:
        return "milliseconds" if datetime.fromisoformat(str(value)).microsecond % 1000 == 0 else "microseconds"
    except ValueError:
        return len(value) if isinstance(value, str) else value


def test_rows_made_here_look_like_rows_made_there(stack: Stack, sides: dict[str, Side], email: str) -> None:
    sides["ours"]().sign_up(f"a{email}", PASSWORD)
    sides["theirs"]().sign_up(f"b{email}", PASSWORD)
    ours = rows(stack, f"a{email}")
    assert ours == rows(stack, f"b{email}")
    assert "milliseconds" in ours.values()
