"""Reads the names and ids of an event, whatever type they have: a long one is made short, and no two become one."""

import json
from hashlib import sha256
from math import isfinite
from typing import Any

import orjson

from ingest.events.event import RefusedEvent
from ingest.events.warnings import ID_CONVERTED, ID_SHORTENED, NAME_CUT
from ingest.limits import MAX_TEXT

_UNSTORABLE = str.maketrans(dict.fromkeys([0, *range(0xD800, 0xE000)]))
_DIGEST = 64  # hexadecimal digits of SHA-256
_MARK = "\u2026"  # between what is left of a long id and its digest
_BEGINNING = MAX_TEXT - _DIGEST - len(_MARK)
_HEX = frozenset("0123456789abcdef")


def read_name(name: Any, clean: bool, warnings: list[str]) -> str:
    """The name; of a long one its beginning.

    Raises RefusedEvent when it is not text, blank, or holds what Postgres cannot store.
    """
    if type(name) is not str or not name or name.isspace():
        raise RefusedEvent("INVALID_NAME", "`name` must be text that is not blank.")
    if len(name) > MAX_TEXT:
        warnings.append(NAME_CUT)
        name = name[:MAX_TEXT]
        if name.isspace():
            raise RefusedEvent("INVALID_NAME", f"`name` must not begin with {MAX_TEXT} blanks.")
    if not clean and name.translate(_UNSTORABLE) != name:
        raise RefusedEvent("INVALID_NAME", "`name` holds NUL or half a character.")
    return str(name)


def read_id(value: Any, called: str, clean: bool, warnings: list[str]) -> str | None:
    """An id of a visitor as text of at most MAX_TEXT characters; an empty or blank one counts as none.

    Raises RefusedEvent when it holds what cannot be stored.
    """
    if value is None or (clean and type(value) is str and 0 < len(value) < MAX_TEXT and not value.isspace()):
        return value  # nearly every id there is: this is called for all of them
    text = read_long_id(value, called, clean, warnings)
    if text is not None and len(text) >= MAX_TEXT:
        short = shorten(text)
        if short is not text:
            warnings.append(ID_SHORTENED)
        return short
    return text


def read_long_id(value: Any, called: str, clean: bool, warnings: list[str]) -> str | None:
    """As read_id, of any length: for ids that are hashed and not stored."""
    if value is None or value == "":
        return None
    text: str = value if type(value) is str else _as_text(value, called, warnings)
    if text.isspace():
        return None
    if not clean and text.translate(_UNSTORABLE) != text:
        raise RefusedEvent("INVALID_ID", f"`{called}` holds NUL or half a character.")
    return text


def shorten(text: str) -> str:
    """An id of more than MAX_TEXT characters as one of as many: its beginning, so that people know it again, and the
    digest of all of it. An id that looks like one made short is made short as well, so that nobody can pass for it."""
    if len(text) <= MAX_TEXT and not (text[_BEGINNING] == _MARK and _HEX.issuperset(text[-_DIGEST:])):
        return text
    return f"{text[:_BEGINNING]}{_MARK}{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _as_text(value: Any, called: str, warnings: list[str]) -> str:
    """A number as its sender wrote it, whether or not its language tells 12 from 12.0; anything else as JSON, with the
    keys of objects in order.

    Raises RefusedEvent.
    """
    if type(value) is int:
        return str(value)
    if type(value) is float and isfinite(value):
        return str(int(value)) if value.is_integer() else repr(value)
    warnings.append(ID_CONVERTED)
    try:
        return _as_json(value)
    except (TypeError, ValueError, RecursionError):
        raise RefusedEvent("INVALID_ID", f"`{called}` holds what cannot be written as text.") from None


def _as_json(value: Any) -> str:
    """Raises TypeError, ValueError, RecursionError."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
