"""Checking an id token: the provider's signature, for whom and when it was made (OpenID Connect Core 1.0, 3.1.3.7)."""

import json
from base64 import urlsafe_b64decode
from datetime import datetime
from time import time
from typing import TYPE_CHECKING, Any

from auth.social.oauth.failure import InvalidIdToken, ProviderFailed
from auth.social.oauth.provider import Provider

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from auth.social.oauth.http_client import Outbound

_CLOCKS_DIFFER_BY = 30
_OLDEST_S = 3600  # seconds since it was made: an id token is for signing in now
_LONGEST = 16_384
_KEYS_LAST = 3600.0
_ASK_AGAIN_AFTER = 30.0  # an unknown key may be a new one, or somebody's invention who wants us to ask all the time

_key_sets: dict[str, tuple["KeySet", float]] = {}


def verified(
    token: str, provider: Provider, outbound: "Outbound", now: datetime, nonce: str | None = None
) -> dict[str, Any]:
    """The claims of an id token that `provider` made for us within the hour, and for `nonce` if there is one.

    Raises InvalidIdToken, ProviderFailed when the provider's keys cannot be had.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    seconds = int(now.timestamp())
    rules = jwt.JWTClaimsRegistry(
        now=seconds,
        leeway=_CLOCKS_DIFFER_BY,
        iss={"essential": True, "values": list(provider.issuers)},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce} if nonce else {},
    )
    if len(token) > _LONGEST:
        raise InvalidIdToken("too long")
    try:
        claims = _opened(token, provider, outbound)
        rules.validate(claims)
    except (JoseError, ValueError, RecursionError) as error:
        raise InvalidIdToken(type(error).__name__) from error
    if claims["iat"] < seconds - _OLDEST_S - _CLOCKS_DIFFER_BY:
        raise InvalidIdToken("made too long ago")
    return claims


def claims_of(token: str) -> dict[str, Any]:
    """The claims of an id token that was checked before. Raises InvalidIdToken."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return {**claims, "sub": claims["sub"]}
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise InvalidIdToken("not whole") from error


def _opened(token: str, provider: Provider, outbound: "Outbound") -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError

    try:
        return jwt.decode(token, _keys(provider, outbound, _KEYS_LAST), algorithms=list(provider.algorithms)).claims
    except InvalidKeyIdError:
        return jwt.decode(
            token, _keys(provider, outbound, _ASK_AGAIN_AFTER), algorithms=list(provider.algorithms)
        ).claims


def _keys(provider: Provider, outbound: "Outbound", at_most: float) -> "KeySet":
    """The provider's keys, as they were `at_most` seconds ago."""
    known = _key_sets.get(provider.jwks_uri)
    now = time()  # the wall clock: a frozen instance's monotonic one may have stood still
    if known is None or not 0 <= now - known[1] < at_most:
        known = _key_sets[provider.jwks_uri] = (_fetched(provider.jwks_uri, outbound), now)
    return known[0]


def _fetched(uri: str, outbound: "Outbound") -> "KeySet":
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    document = outbound.get(uri)
    try:
        return KeySet.import_key_set(document)
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise ProviderFailed("no set of keys") from error
