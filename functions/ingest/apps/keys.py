"""Which app an ingest key belongs to, remembered for a short while, unknown keys too."""

from time import monotonic
from typing import Any

from ingest.apps.app_rules import AppRules
from spoor import database
from spoor.errors import Unauthorized

REMEMBERED_FOR_S = 30.0
"""Seconds for which an instance trusts what it looked up: how long a new or deleted app, or a changed setting,
may go unnoticed."""

_MAX_REMEMBERED = 5000
_MAX_LENGTH = 1000

_remembered: dict[str, tuple[AppRules | None, float]] = {}


class UnknownKey(Unauthorized):
    """Nobody's ingest key; the answer is the same whatever is wrong with it."""

    code = "UNKNOWN_KEY"
    message = "This ingest key is not known. Copy the key from your app's settings."


def find_app(key: Any) -> AppRules:
    """The app whose ingest key `key` is.

    Anything that cannot be a key is refused without a query. Raises UnknownKey, DatabaseAway.
    """
    _check_form(key)
    found, until = _remembered.get(key, (None, 0.0))
    if until <= monotonic():
        found = find_app_now(key)
    if found is None:
        raise UnknownKey
    return found


def recall_app(key: Any) -> AppRules | None:
    """What this instance knows of a key without asking: its app, however long ago it was looked up, or nothing.

    Raises UnknownKey for a key that cannot be one, or that was nobody's within REMEMBERED_FOR_S.
    """
    _check_form(key)
    found, until = _remembered.get(key, (None, 0.0))
    if found is None and until > monotonic():
        raise UnknownKey
    return found


def find_app_now(key: str) -> AppRules | None:
    """The app whose ingest key `key` is at this moment, or None; it is remembered from now on.

    Raises DatabaseAway.
    """
    rows = database.run(database.sql("ingest.apps", "find_app"), {"key": key}, repeatable=True)
    found = AppRules.from_row(rows[0]) if rows else None
    _remember(key, found)
    return found


def _check_form(key: Any) -> None:
    """Ours are short and ASCII; an application that shares the database may have made others, of any form."""
    if type(key) is not str or not 0 < len(key) <= _MAX_LENGTH or "\0" in key or not _is_whole(key):
        raise UnknownKey


def _is_whole(key: str) -> bool:
    return key.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in key)


def _remember(key: str, app: AppRules | None) -> None:
    if len(_remembered) >= _MAX_REMEMBERED:
        _remembered.clear()  # a flood of made-up keys costs memory that is bounded, and then a look-up each
    _remembered[key] = (app, monotonic() + REMEMBERED_FOR_S)
