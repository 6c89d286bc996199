"""Google, by OpenID Connect: the id token says who it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from auth.social.oauth import id_tokens
from auth.social.oauth.provider import Profile, Provider, Tokens, text_or_none
from auth.users.text import storable
from spoor.settings import setting

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound

_ISSUER = "https://accounts.google.com"
_BARE_ISSUER = "accounts.google.com"  # Google's older tokens leave the scheme away


@dataclass(frozen=True)
class Google(Provider):
    """Google's accounts, or another OpenID provider in their place (a broker, say) where the settings name one."""

    id: ClassVar[str] = "google"
    scopes: ClassVar[tuple[str, ...]] = ("email", "profile", "openid")
    parameters: ClassVar[Mapping[str, str]] = {"include_granted_scopes": "true"}

    @classmethod
    def of(cls, client_id: str) -> "Google":
        """As the settings have it; the addresses are those of Google's discovery document."""
        issuer = setting("GOOGLE_ISSUER", _ISSUER)
        return cls(
            client_id,
            setting("GOOGLE_AUTHORIZATION_ENDPOINT", "https://accounts.google.com/o/oauth2/v2/auth"),
            setting("GOOGLE_TOKEN_ENDPOINT", "https://oauth2.googleapis.com/token"),
            issuers=(issuer, _BARE_ISSUER) if issuer == _ISSUER else (issuer,),
            jwks_uri=setting("GOOGLE_JWKS_URI", "https://www.googleapis.com/oauth2/v3/certs"),
        )

    def profile(self, tokens: Tokens, outbound: "Outbound", now: datetime, nonce: str | None = None) -> Profile:
        """See Provider; everything is in the id token."""
        return _profile_of(id_tokens.verified(tokens.id_token or "", self, outbound, now, nonce))

    def stored_profile(self, tokens: Tokens, outbound: "Outbound", now: datetime) -> Profile:
        """See Provider; an id token was checked before it was stored, and may have ended since."""
        return _profile_of(id_tokens.claims_of(tokens.id_token or ""))


def _profile_of(claims: Mapping[str, Any]) -> Profile:
    """What an id token's claims say (OpenID Connect Core 1.0 section 5.1)."""
    return Profile(
        account_id=storable(str(claims["sub"])),
        name=text_or_none(claims.get("name")) or "",
        email=text_or_none(claims.get("email")),
        email_verified=claims.get("email_verified") in (True, "true"),
        image=text_or_none(claims.get("picture")),
        data=claims,
    )
