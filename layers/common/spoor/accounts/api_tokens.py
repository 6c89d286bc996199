"""What a program shows instead of a cookie: a signed token that names a row of `api_tokens`, where all else stands."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from spoor.accounts import tokens
from spoor.accounts.tokens import InvalidToken
from spoor.errors import Misconfigured
from spoor.settings import secret

AUDIENCE = "spoor-api"
ALL_APPS = "*"
"""In the authorizer's context: the one app id of a token that is not limited to some."""


def issue(token_id: UUID, issued_at: datetime, expires_at: datetime) -> str:
    """The token for the row `token_id`, signed with the newest key.

    Raises Misconfigured.
    """
    claims = {"aud": AUDIENCE, "jti": str(token_id), "iat": int(issued_at.timestamp()), "exp": expires_at.timestamp()}
    return tokens.sign(claims, _keys())


def id_of(token: str) -> UUID:
    """The row that a genuine token names; whether the row is still there, and has not expired, is another question.

    Raises InvalidToken, Misconfigured.
    """
    return _id_of(token, secret("API_TOKEN_SECRETS"))


@lru_cache(maxsize=1000)
def _id_of(token: str, _secrets: str) -> UUID:
    """An instance looks at a genuine token once: programs show the same one thousands of times. What is refused is not
    remembered, as an error leaves nothing in the cache."""
    named = tokens.read(token, _keys(), AUDIENCE).get("jti")
    try:
        return UUID(named)
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidToken("it names no row") from error


def _keys() -> list[bytes]:
    """API_TOKEN_SECRETS: one key, or several with commas between, the newest first."""
    keys = [key for each in secret("API_TOKEN_SECRETS").split(",") if (key := each.strip().encode())]
    if not keys:
        raise Misconfigured("API_TOKEN_SECRETS holds no key.")
    return keys
