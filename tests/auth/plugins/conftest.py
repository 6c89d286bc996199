"""Plugins, switched on."""

from collections.abc import Callable

import pytest

from tests.conftest import forget_settings


@pytest.fixture
def named(settings: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Switches on the plugins that a text names."""

    def switch_on(text: str) -> None:
        settings.setenv("AUTH_PLUGINS", text)
        forget_settings()

    return switch_on
