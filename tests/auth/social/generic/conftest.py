"""Providers that an owner has described: a real one, and one that says what it is told to."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from auth.social.oauth import discovery, id_tokens
from tests.auth.browser import Browser
from tests.auth.social.answering import server
from tests.auth.social.generic.forger import Forger
from tests.conftest import forget_settings

Describe = Callable[[Mapping[str, str]], None]


@pytest.fixture
def describe(browser: Browser, settings: pytest.MonkeyPatch) -> Describe:
    """Lets the settings describe providers, and nothing be known of them yet."""

    def to(described: Mapping[str, str]) -> None:
        settings.setenv("AUTH_PLUGINS", "organization,twoFactor,genericOAuth")
        for name, value in described.items():
            settings.setenv(name, value)
        forget_settings()
        discovery._tried.clear()
        id_tokens._key_sets.clear()

    return to


@pytest.fixture
def forger(describe: Describe) -> Iterator[Forger]:
    """A provider that may lie; it is described as `forged`."""
    made = Forger()
    with server(made.give) as made.url:
        describe(made.described())
        yield made
