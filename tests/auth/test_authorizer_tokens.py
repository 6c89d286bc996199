"""The authorizer lets in whatever program shows a live API token, on the surface for programs, and fails closed."""

import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from auth.authorizer import handler
from spoor import database as layer
from spoor.accounts import api_tokens, tokens
from tests.auth import test_authorizer
from tests.auth.browser import TOKEN, Browser
from tests.conftest import SECRET, forget_settings
from tests.people import Direct, sign_up, track

KEY = "a-key-of-tokens-that-only-tests-know-0123"
NO = {"isAuthorized": False}
AWAY = test_authorizer.AWAY
NOW = datetime.now(UTC)


def request(authorization: Any, *pairs: str) -> dict[str, Any]:
    """A request authorizer's event for a route of programs; cookies come along where they are given."""
    return {
        **test_authorizer.request(*pairs),
        "identitySource": [authorization],
        "routeKey": "ANY /api/v1/{proxy+}",
        "rawPath": "/api/v1/apps",
        "headers": {"accept": "*/*", "authorization": authorization},
    }


@pytest.fixture
def token(database: Direct, settings: pytest.MonkeyPatch) -> str:
    """A token of Ann's that may read all her apps."""
    settings.setenv("API_TOKEN_SECRETS", KEY)
    forget_settings()
    return made(database, sign_up(database, "ann"))


def made(database: Direct, user_id: str, app_ids: list[UUID] | None = None) -> str:
    """A token for a row of its own."""
    row = database.execute(
        "INSERT INTO spoor.api_tokens (user_id, name, scopes, app_ids, expires_at)"
        " VALUES (%s, 'script', '{read}', %s, now() + interval '1 day') RETURNING id",
        [user_id, app_ids],
    ).fetchone()
    assert row
    return api_tokens.issue(row["id"], NOW, NOW + timedelta(days=1))


def test_a_live_token_is_let_in_with_what_it_may(token: str, database: Direct) -> None:
    row = database.execute("SELECT id::text FROM spoor.api_tokens").fetchone()
    assert row
    context = {"userId": "ann", "tokenId": row["id"], "scopes": ["read"], "appIds": ["*"]}
    assert handler(request(f"Bearer {token}"), None) == {"isAuthorized": True, "context": context}


def test_it_says_to_which_apps_a_token_is_limited(token: str, database: Direct) -> None:
    app_id = track(database, "ann", "spk_shop")
    limited = made(database, "ann", [UUID(app_id)])
    assert handler(request(f"Bearer {limited}"), None)["context"]["appIds"] == [app_id]


@pytest.mark.parametrize("written", ["Bearer {}", "bearer {}", "BEARER   {} "])
def test_the_scheme_is_read_as_http_has_it(token: str, written: str) -> None:
    assert handler(request(written.format(token)), None)["isAuthorized"]


def test_it_takes_one_statement(token: str, statements: list[str]) -> None:
    handler(request(f"Bearer {token}"), None)
    assert statements == ["find_token"]


def test_what_was_not_signed_here_costs_no_query(token: str, statements: list[str]) -> None:
    header, claims, signature = token.split(".")
    other = tokens.sign({"aud": "spoor-api", "jti": str(uuid4()), "exp": time.time() + 60}, [b"other" * 8])
    for bad in (
        None,
        7,
        "",
        "Bearer",
        "Bearer ",
        token,
        f"Basic {token}",
        f"Bearer {token}x",
        f"Bearer {header}.{claims}.",
        f"Bearer {header}.{claims[:-2]}.{signature}",
        f"Bearer {other}",
        f"Bearer {token} {token}",
        "Bearer " + "a" * 1_000_000,
    ):
        assert handler(request(bad), None) == NO
    assert statements == []


@pytest.mark.parametrize(
    "claims",
    [
        {"jti": str(UUID(int=1))},
        {"jti": str(UUID(int=2)), "aud": "mail"},
        {"aud": "spoor-api"},
        {"aud": "spoor-api", "jti": "x"},
        {"aud": "spoor-api", "jti": 7},
        {"aud": "spoor-api", "jti": str(UUID(int=3)), "exp": 0},
    ],
    ids=repr,
)
def test_a_genuine_token_for_something_else_opens_nothing(
    token: str, claims: dict[str, Any], statements: list[str]
) -> None:
    signed = tokens.sign({"exp": time.time() + 60, **claims}, [KEY.encode()])
    assert handler(request(f"Bearer {signed}"), None) == NO
    assert statements == []


def test_what_is_signed_for_mails_and_cookies_opens_nothing(token: str, statements: list[str]) -> None:
    claims = {"aud": "spoor-api", "jti": str(uuid4()), "exp": time.time() + 60}
    assert handler(request(f"Bearer {tokens.sign(claims, [SECRET.encode()])}"), None) == NO
    assert statements == []


def test_a_cookie_opens_nothing_for_programs_nor_a_token_for_users(
    browser: Browser, settings: pytest.MonkeyPatch, database: Direct
) -> None:
    settings.setenv("API_TOKEN_SECRETS", KEY)
    forget_settings()
    browser.sign_up()
    cookie = f"{TOKEN}={browser.jar[TOKEN]}"
    token = made(database, browser.session()["user"]["id"])
    assert handler(request("Bearer x", cookie), None) == NO
    assert handler(request(cookie, cookie), None) == NO
    without = {**request(f"Bearer {token}"), "routeKey": "ANY /api/{proxy+}"}
    assert handler(without, None) == NO
    assert "tokenId" not in handler({**without, "cookies": [cookie]}, None)["context"]


def test_a_revoked_token_is_refused_at_once(token: str, database: Direct) -> None:
    assert handler(request(f"Bearer {token}"), None)["isAuthorized"]
    database.execute("DELETE FROM spoor.api_tokens")
    assert handler(request(f"Bearer {token}"), None) == NO


def test_a_database_that_is_away_lets_pass_with_the_mark_alone_and_is_logged(
    token: str, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    layer.close()
    settings.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
    forget_settings()
    assert handler(request(f"Bearer {token}"), None) == AWAY
    assert "DATABASE_UNAVAILABLE" in log.getvalue()
    assert token not in log.getvalue()


@pytest.mark.parametrize("headers", [None, [], {"authorization": ["Bearer x"]}, {7: "Bearer x"}, {"Authorization": ""}])
def test_headers_that_cannot_be_read_are_a_no(token: str, headers: Any) -> None:
    assert handler({**request(""), "headers": headers}, None) == NO


@hypothesis_settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.text().map("Bearer {}".format), st.from_regex(r"Bearer [\w-]+\.[\w-]+\.[\w-]{43}")))
def test_whatever_text_comes_is_a_no_and_never_a_fault(token: str, text: str) -> None:
    assert handler(request(text), None) == NO
