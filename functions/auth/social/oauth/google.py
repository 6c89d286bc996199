"""Google, by OpenID Connect: the id token says who it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from auth.social.oauth import id_tokens
from auth.social.oauth.claims import profile_of
from auth.social.oauth.provider import Profile, Provider, Tokens
from spoor.settings import setting

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound

_ISSUER = "https://accounts.google.com"
_BARE_ISSUER = "accounts.google.com"  # Google's older tokens leave the scheme away


@dataclass(frozen=True)
class Google(Provider):
    """Google's accounts, or another OpenID provider in their place (a broker, say) where the settings name one."""

    parameters: ClassVar[Mapping[str, str]] = {"include_granted_scopes": "true"}

    id: str = field(default="google", kw_only=True)
    scopes: tuple[str, ...] = field(default=("email", "profile", "openid"), kw_only=True)

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
        return profile_of(id_tokens.verified(tokens.id_token or "", self, outbound, now, nonce))

    def stored_profile(self, tokens: Tokens, outbound: "Outbound", now: datetime) -> Profile:
        """See Provider; an id token was checked before it was stored, and may have ended since."""
        return profile_of(id_tokens.claims_of(tokens.id_token or ""))
