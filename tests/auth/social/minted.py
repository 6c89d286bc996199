"""Id tokens, such as the provider makes and such as it would never make."""

import json
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

from spoor.time import utc_now
from tests.auth.social.openid_provider import GOOGLE, OpenIdProvider


def seconds() -> int:
    """Now, since 1970."""
    return int(utc_now().timestamp())


def id_token(
    provider: OpenIdProvider,
    key: RSAKey | None = None,
    header: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """An id token for Ann, signed by the provider's key unless told otherwise; `claims` replace, None takes away."""
    now = seconds()
    whole = {
        "iss": provider.url,
        "aud": GOOGLE,
        "sub": "ann",
        "email": "ann@example.com",
        "email_verified": True,
        "name": "Ann",
        "picture": "https://pictures.example/ann",
        "iat": now,
        "exp": now + 3600,
        **claims,
    }
    kept = {name: value for name, value in whole.items() if value is not None}
    return jws.serialize_compact(
        {"alg": "RS256", "kid": "first", **(header or {})}, json.dumps(kept), key or provider.key
    )
