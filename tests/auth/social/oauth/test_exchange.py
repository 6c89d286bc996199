"""What a provider gives for a code is taken as far as it is what the protocol says, and else not at all."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.social.oauth import exchange
from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.google import Google
from auth.social.oauth.http_client import Outbound
from auth.social.oauth.provider import Tokens
from tests.auth.social.answering import answer, server

NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _client_secret(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("GOOGLE_CLIENT_SECRET", "google-secret")


def redeemed(body: Any, status: int = 200) -> Tokens:
    """The tokens out of an answer of the token endpoint."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with server(answer(status, content)) as url, Outbound() as outbound:
        return exchange.redeem(Google("google-app", "", url), outbound, "code", "verifier", "http://app/back", NOW)


def test_everything_that_a_provider_can_give_is_taken() -> None:
    given = {
        "access_token": "access",
        "refresh_token": "refresh",
        "id_token": "a.b.c",
        "expires_in": 3600,
        "refresh_token_expires_in": "86400",
        "scope": " email  profile ",
        "token_type": "bearer",
        "more": {"x": 1},
    }
    hour, day = NOW + timedelta(hours=1), NOW + timedelta(days=1)
    assert redeemed(given) == Tokens("access", "refresh", "a.b.c", hour, day, ("email", "profile"))


def test_an_access_token_is_all_that_there_must_be() -> None:
    assert redeemed({"access_token": "access"}) == Tokens("access", scopes=())


@pytest.mark.parametrize("life", [0, -5, None, [], 10**30, 1.5])
def test_a_life_that_is_no_life_is_not_known(life: Any) -> None:
    tokens = redeemed(
        {"access_token": "access", "expires_in": life, "scope": ["a"], "refresh_token": 5, "id_token": "é"}
    )
    assert tokens.access_token_expires_at is None
    assert (tokens.scopes, tokens.refresh_token, tokens.id_token) == ((), None, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 200),
        ({"access_token": ""}, 200),
        ({"access_token": None}, 200),
        ({"access_token": "a\nb"}, 200),
        ({"error": "bad_verification_code", "access_token": "x"}, 200),
        ({"error": {"odd": 1}}, 400),
        ([], 200),
        (b"<html>", 200),
        (b"", 204),
        (b"[" * 100_000, 200),
        ({"access_token": "x"}, 500),
        ({"access_token": "x"}, 400),
        ({"access_token": "x"}, 302),
        ({"access_token": "x", "expires_in": "soon"}, 200),
    ],
)
def test_what_is_no_access_token_is_a_failure(body: Any, status: int) -> None:
    with pytest.raises(ProviderFailed):
        redeemed(body, status)


def test_a_refusal_is_named_and_not_repeated_at_length() -> None:
    with pytest.raises(ProviderFailed, match=r"^the provider says 'x{50}'$"):
        redeemed({"error": "x" * 1000, "error_description": "secret"}, 400)
