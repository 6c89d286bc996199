"""How a cookie is found, signed and checked: one reader for the auth function and the authorizer."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from spoor.accounts.session_cookie import SECURE_PREFIX, SESSION_COOKIE

_FAMILY, _, SESSION_TOKEN = SESSION_COOKIE.rpartition(".")
SESSION_DATA = "session_data"
DONT_REMEMBER = "dont_remember"
STATE = "state"
DEVICE = "device"
TWO_FACTOR = "two_factor"
TRUST_DEVICE = "trust_device"
PASSKEY_CHALLENGE = "better-auth-passkey"

_PLAIN_IN_A_COOKIE = "!'()*-._~"  # what JavaScript's encodeURIComponent leaves alone beside letters and digits
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SIGNED = re.compile(r"([!-~]{1,255})\.([A-Za-z0-9+/]{43}=)")  # greedy: the last dot divides
_LONGEST = 4096  # of name and value together, as browsers have it


class _Forged(Exception):
    """Not what we signed."""


def name(kind: str, *, secure: bool) -> str:
    """The full name of a cookie. A server looks at its own form only: never at the other's."""
    return f"{SECURE_PREFIX if secure else ''}{_FAMILY}.{kind}"


def header_of(event: Mapping[str, Any]) -> str:
    """The Cookie header of a gateway event, "" when there is none.

    The gateway splits it into the list `cookies` and takes the header away; the header counts only without a list.
    """
    listed = event.get("cookies")
    if isinstance(listed, list):
        return "; ".join(each for each in listed if isinstance(each, str))
    headers = event.get("headers")
    if isinstance(headers, dict):
        for key, value in headers.items():
            if isinstance(key, str) and key.lower() == "cookie" and isinstance(value, str):
                return value
    return ""


def pairs(header: str) -> Iterator[tuple[str, str]]:
    """The cookies of a Cookie header in their order, names and values as they were sent, less optional quotes."""
    for piece in header.split(";"):
        key, equals, value = piece.partition("=")
        if equals:
            value = value.strip()
            yield key.strip(), value[1:-1] if value.startswith('"') else value


def first(header: str, wanted: str) -> str | None:
    """The value of the first cookie called `wanted`: a second one may come from a sibling host, and never counts."""
    for key, value in pairs(header):
        if key == wanted:
            return value
    return None


def sign(value: str, key: bytes) -> str:
    """`value` as a signed cookie carries it: `value.signature`, percent-encoded."""
    return quote(f"{value}.{_signature(value, key)}", safe=_PLAIN_IN_A_COOKIE)


def unsign(text: str | None, *keys: bytes) -> str | None:
    """The value inside a signed cookie, or None when it is missing, malformed or none of `keys` signed it."""
    if text is None or len(text) > _LONGEST:
        return None
    try:
        return _genuine(text, *keys)
    except _Forged:
        return None


def session_token(header: str, *keys: bytes, secure: bool) -> str | None:
    """The token of the sign-in session that a Cookie header presents, or None: then no database need be asked."""
    return unsign(first(header, name(SESSION_TOKEN, secure=secure)), *keys)


@lru_cache(maxsize=1000)
def _genuine(text: str, *keys: bytes) -> str:
    """The value inside a cookie that one of `keys` signed.

    An instance looks at each such cookie once, since pages send the same one again and again. What is refused is not
    remembered, as an error leaves nothing in the cache.

    The signature is HMAC-SHA256 in padded base64; texts are compared, so only its canonical form passes.

    Raises _Forged.
    """
    signed = _SIGNED.fullmatch(_decoded(text))
    if signed is None or not any(hmac.compare_digest(_signature(signed[1], key), signed[2]) for key in keys):
        raise _Forged
    return signed[1]


def _signature(value: str, key: bytes) -> str:
    return base64.b64encode(hmac.digest(key, value.encode(), hashlib.sha256)).decode()


def _decoded(text: str) -> str:
    """`text` percent-decoded if it can be, else as it is."""
    if "%" not in text or _BROKEN_ESCAPE.search(text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
