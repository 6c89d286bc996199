"""Signed statements that carry their own proof and end (JWT, RFC 7519, always HS256): the one home of python-jose."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from spoor.errors import Misconfigured

SHORTEST_KEY = 32
"""Bytes; RFC 7518 section 3.2 wants a key at least as long as the hash."""

_ALGORITHM = "HS256"
_COMPACT = re.compile(r"[A-Za-z0-9_-]{1,200}\.[A-Za-z0-9_-]{1,4000}\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
"""The last letter of a signature says four bits; with any other two bits in it, it would be the same token in other
letters."""


class InvalidToken(ValueError):
    """No token that one of the keys signed, for whom it is read, with an end."""


class ExpiredToken(InvalidToken):
    """Genuine, and past its end."""


def sign(claims: Mapping[str, Any], keys: Sequence[bytes]) -> str:
    """`claims` as a token signed with the first of `keys`, the newest. They must hold `exp`, seconds since 1970.

    Raises Misconfigured for a key shorter than SHORTEST_KEY.
    """
    from jose import jwt  # 60 ms, for what few requests need

    return str(jwt.encode({**claims, "exp": int(claims["exp"])}, _key(keys[0]), algorithm=_ALGORITHM))


def read(token: str, keys: Sequence[bytes], audience: str | None = None) -> dict[str, Any]:
    """The claims of a token that any of `keys` signed and that has not ended by this machine's clock.

    `audience` is the `aud` that it must have; None takes only tokens without one, so that a token made for one purpose
    is none for another. The library tells what is signed, the few claims are looked at here: its own reading of them
    opens the token a second time, which the authorizer would pay for with every call of a program.

    Raises ExpiredToken, any other fault is InvalidToken; Misconfigured for a key shorter than SHORTEST_KEY.
    """
    from jose import exceptions, jws

    if not _COMPACT.fullmatch(token):
        raise InvalidToken("not three parts of base64url")
    try:
        claims = json.loads(jws.verify(token, [_key(key) for key in keys], [_ALGORITHM]))
    except (exceptions.JOSEError, ValueError, TypeError, RecursionError) as error:
        # The last three: what is no JSON, in the header too, which is opened before its signature is looked at.
        raise InvalidToken("not signed by us, or not whole") from error
    if not isinstance(claims, dict) or claims.get("aud") != audience:
        raise InvalidToken("made for something else")
    end = claims.get("exp")
    if not isinstance(end, int) or isinstance(end, bool):
        raise InvalidToken("without an end")
    if end < time.time():
        raise ExpiredToken("past its end")
    return claims


@lru_cache(maxsize=8)
def _key(key: bytes) -> Any:
    """`key` for python-jose, which would take text that looks like JSON for a set of keys."""
    from jose import jwk

    if len(key) < SHORTEST_KEY:
        raise Misconfigured(f"A signing key must have at least {SHORTEST_KEY} random letters.")
    return jwk.construct(key, _ALGORITHM)
