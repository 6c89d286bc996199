"""Password hashes, interchangeable with Better Auth's: scrypt under a random salt."""

import hashlib
import hmac
import secrets
import unicodedata

from auth.http.refusals import PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT, Refused

_SHORTEST = 8
_LONGEST = 128

_COST, _BLOCK, _PARALLEL, _BYTES = 16384, 16, 1, 64
_MEMORY = 64 * 1024 * 1024  # these parameters need 32 MiB, which OpenSSL refuses unless it is allowed more


def length(password: str) -> int:
    """The length as JavaScript counts it, in UTF-16 code units: four emoji are eight."""
    return len(password.encode("utf-16-le", "surrogatepass")) // 2


def check_length(password: str) -> None:
    """Raises Refused for a password that is too short or too long to be somebody's."""
    if length(password) < _SHORTEST:
        raise Refused(PASSWORD_TOO_SHORT)
    check_not_too_long(password)


def check_not_too_long(password: str) -> None:
    """Raises Refused for one that nobody can have, so that it is not hashed."""
    if length(password) > _LONGEST:
        raise Refused(PASSWORD_TOO_LONG)


def hash_password(password: str) -> str:
    """A new hash: 32 hexadecimal letters of salt, a colon, 128 of scrypt. Takes a tenth of a second on purpose."""
    salt = secrets.token_hex(16)
    return f"{salt}:{_scrypt(password, salt)}"


def verify(password: str, stored: str | None) -> bool:
    """Whether `stored` is a hash of `password`; without a usable hash it takes as long and says no."""
    salt, colon, expected = (stored or "").partition(":")
    found = _scrypt(password, salt)
    return hmac.compare_digest(found.encode(), expected.encode()) and bool(colon)


def _scrypt(password: str, salt: str) -> str:
    # The salt is the hexadecimal text itself, not the bytes it stands for: that is how Better Auth has it.
    return hashlib.scrypt(
        _normal(password), salt=salt.encode(), n=_COST, r=_BLOCK, p=_PARALLEL, dklen=_BYTES, maxmem=_MEMORY
    ).hex()


def _normal(password: str) -> bytes:
    """NFKC, then UTF-8 as JavaScript encodes it: pairs of surrogates become one letter, lone ones U+FFFD."""
    text = unicodedata.normalize("NFKC", password)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
