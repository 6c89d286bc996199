"""Identifiers: random ones that cannot be guessed, and event ids that come out the same on every retry."""

import secrets
from hashlib import sha256

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_MAX_TIME = (1 << 48) - 1


def random_letters(count: int) -> str:
    """`count` letters and digits from the operating system's generator, without modulo bias."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def ingest_key() -> str:
    """A new ingest key: `spk_` and 32 letters, 190 bits."""
    return "spk_" + random_letters(32)


def event_id(app_id: str, client_id: str | None, time_ms: int) -> str:
    """The id of an event as 32 hexadecimal digits: a version 8 UUID (RFC 9562 section 5.8).

    48 bits of time, then SHA-256 of the app and the client's own id: a retry gives the same id, so the primary key
    alone removes duplicates, and ids arrive in time order, so it stays compact. `time_ms` is what every retry repeats;
    anything outside 48 bits counts as 0. Without `client_id` the rest is random.

    Raises UnicodeEncodeError for half a character in `client_id`.
    """
    if not 0 <= time_ms <= _MAX_TIME:
        time_ms = 0
    digest = secrets.token_bytes(10) if client_id is None else sha256(f"{app_id}\0{client_id}".encode()).digest()
    version, variant = 0x80 | digest[0] & 0x0F, 0x80 | digest[2] & 0x3F
    return (time_ms.to_bytes(6) + bytes((version, digest[1], variant)) + digest[3:10]).hex()


def time_of_uuid7(text: str) -> int | None:
    """The milliseconds inside a version 7 UUID, or None when `text` is no such thing."""
    digits = text.replace("-", "")
    if len(digits) != 32 or digits[12] != "7" or digits[16] not in "89abAB":
        return None
    try:
        return int(digits, 16) >> 80
    except ValueError:
        return None
