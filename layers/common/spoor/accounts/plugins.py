"""Which of Better Auth's plugins are on: those that an owner names in AUTH_PLUGINS. None is, unless it is named."""

from enum import StrEnum
from functools import cache

from spoor.errors import Misconfigured
from spoor.settings import setting


class Plugin(StrEnum):
    """A plugin, by Better Auth's word. Each changes what its client sees of users and sessions."""

    ORGANIZATION = "organization"
    TWO_FACTOR = "twoFactor"
    PASSKEY = "passkey"
    GENERIC_OAUTH = "genericOAuth"


def is_on(plugin: Plugin) -> bool:
    """Whether `plugin` is named. Raises Misconfigured where a word in the list is no plugin, naming it."""
    return plugin in named()


def named() -> frozenset[Plugin]:
    """All that are on. Raises Misconfigured."""
    return _named(setting("AUTH_PLUGINS", ""))


@cache
def _named(text: str) -> frozenset[Plugin]:
    words = {word for each in text.split(",") if (word := each.strip())}
    if strange := words - set(Plugin):
        known = ", ".join(Plugin)
        raise Misconfigured(f"AUTH_PLUGINS names {min(strange)!r}, which is no plugin. There are: {known}.")
    return frozenset(map(Plugin, words))
