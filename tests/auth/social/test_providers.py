"""A provider is configured by its client id, and lives where its makers say unless the settings say otherwise."""

import pytest

from auth.social import providers
from auth.social.oauth.github import GitHub
from auth.social.oauth.google import Google
from tests.conftest import forget_settings


def test_the_addresses_are_those_that_the_makers_publish(settings: pytest.MonkeyPatch) -> None:
    """Google's discovery document, and GitHub's pages on authorizing OAuth apps and on its REST API."""
    settings.setenv("GOOGLE_CLIENT_ID", "a")
    settings.setenv("GITHUB_CLIENT_ID", "b")
    forget_settings()
    assert providers.find("google") == Google(
        "a",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        ("https://accounts.google.com", "accounts.google.com"),
        "https://www.googleapis.com/oauth2/v3/certs",
    )
    assert providers.find("github") == GitHub(
        "b",
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
        api="https://api.github.com",
    )


def test_a_server_of_ones_own_takes_githubs_place(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("GITHUB_CLIENT_ID", "b")
    settings.setenv("GITHUB_URL", "https://github.example.com/")
    settings.setenv("GITHUB_API_URL", "https://github.example.com/api/v3/")
    forget_settings()
    assert providers.find("github") == GitHub(
        "b",
        "https://github.example.com/login/oauth/authorize",
        "https://github.example.com/login/oauth/access_token",
        api="https://github.example.com/api/v3",
    )


def test_another_issuer_is_the_only_one(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("GOOGLE_CLIENT_ID", "a")
    settings.setenv("GOOGLE_ISSUER", "https://id.example.com")
    forget_settings()
    found = providers.find("google")
    assert found
    assert found.issuers == ("https://id.example.com",)
