"""Passwords of links: kept as a slow hash with a salt of its own."""

from base64 import b64decode, b64encode
from hashlib import scrypt
from hmac import compare_digest
from secrets import token_bytes

_N, _R, _P = 16_384, 8, 1
"""16 MB and some 40 ms a try, as Better Auth has it."""
_SALT_BYTES = 16


def hashed(password: str) -> str:
    """What is kept of it."""
    salt = token_bytes(_SALT_BYTES)
    return f"{b64encode(salt).decode()}:{b64encode(_hash(password, salt)).decode()}"


def is_right(password: str, kept: str) -> bool:
    """Whether it is the one of which that is kept."""
    salt, _, found = kept.partition(":")
    return compare_digest(_hash(password, b64decode(salt)), b64decode(found))


def _hash(password: str, salt: bytes) -> bytes:
    return scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P)
