"""Codes: those that an authenticator shows (RFC 6238), and those on paper."""

import base64
import hmac
import secrets
import struct
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

from auth.users.text import storable
from spoor.ids import random_letters

ISSUER = "Spoor"
"""By which authenticators list an account."""

_STEP_S = 30
_DIGITS = 6
_BACKUP_CODES = 10
_PLAIN = "!'()*-._~"  # what JavaScript's encodeURIComponent leaves alone


def new_secret() -> str:
    """32 letters; their bytes are the key."""
    return secrets.token_urlsafe(24)


def new_backup_codes() -> list[str]:
    """Ten of five letters, a dash, and five."""
    return [f"{random_letters(5)}-{random_letters(5)}" for _ in range(_BACKUP_CODES)]


def uri(secret: str, email: str, issuer: str) -> str:
    """What an authenticator reads from a picture."""
    issuer, key = storable(issuer), base64.b32encode(secret.encode()).decode().rstrip("=")
    written = quote_plus(issuer, safe="*").replace("~", "%7E")
    return (
        f"otpauth://totp/{quote(issuer, safe=_PLAIN)}:{quote(email, safe=_PLAIN)}"
        f"?secret={key}&issuer={written}&digits={_DIGITS}&period={_STEP_S}"
    )


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 seconds whose code this is: the one before, this one or the next; None where it is another's."""
    present = int(now.astimezone(UTC).timestamp()) // _STEP_S
    given = code.encode("utf-8", "replace")
    fitting = [step for step in (present, present - 1, present + 1) if hmac.compare_digest(_code(secret, step), given)]
    return fitting[0] if fitting else None


def _code(secret: str, step: int) -> bytes:
    digest = hmac.digest(secret.encode(), struct.pack(">Q", step), "sha1")
    [number] = struct.unpack_from(">I", digest, digest[-1] & 0xF)
    return f"{(number & 0x7FFFFFFF) % 10**_DIGITS:0{_DIGITS}}".encode()
