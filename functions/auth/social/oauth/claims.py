"""What OpenID's claims say of somebody (OpenID Connect Core 1.0 section 5.1)."""

from collections.abc import Mapping
from typing import Any

from auth.social.oauth.provider import Profile, text_or_none
from auth.users.text import storable


def profile_of(claims: Mapping[str, Any], account_id: str | None = None) -> Profile:
    """The profile in an id token's claims, or in what a provider says of somebody; its account is `sub` unless another
    is given."""
    return Profile(
        account_id=storable(str(claims["sub"])) if account_id is None else account_id,
        name=text_or_none(claims.get("name")) or "",
        email=text_or_none(claims.get("email")),
        email_verified=claims.get("email_verified") in (True, "true"),
        image=text_or_none(claims.get("picture")),
        data=claims,
    )
