"""A browser whose server has a real OpenID provider in GitHub's and Google's place."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.social.oauth import id_tokens
from tests.auth.browser import ORIGIN, Browser
from tests.auth.social.openid_provider import OpenIdProvider, openid_provider


@pytest.fixture(scope="session")
def provider() -> Iterator[OpenIdProvider]:
    """The provider; it knows the app at the tests' origin."""
    with openid_provider(ORIGIN) as running:
        yield running


@pytest.fixture
def browser(database: psycopg.Connection[DictRow], settings: pytest.MonkeyPatch, provider: OpenIdProvider) -> Browser:
    """A browser without cookies."""
    for name, value in provider.settings.items():
        settings.setenv(name, value)
    id_tokens._key_sets.clear()
    return Browser()
