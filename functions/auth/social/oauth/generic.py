"""A provider that an owner describes, as Better Auth's genericOAuth plugin knows them: by its addresses, or by the
document in which an OpenID provider says its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from auth.social.oauth import addresses, discovery, id_tokens
from auth.social.oauth.claims import profile_of
from auth.social.oauth.discovery import Discovered
from auth.social.oauth.failure import InvalidIdToken, ProviderFailed
from auth.social.oauth.provider import Profile, Provider, Tokens
from auth.users.text import storable
from spoor.accounts.oauth_providers import OAuthProvider
from spoor.errors import Misconfigured
from spoor.settings import secret
from spoor.telemetry import logger

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound


@dataclass(frozen=True)
class Generic(Provider):
    """With issuers it speaks OpenID Connect, and an id token says who somebody is; else `user_info_url` does."""

    user_info_url: str = field(default="", kw_only=True)

    @property
    def client_secret(self) -> str:
        """See Provider."""
        try:
            found = json.loads(secret("OAUTH_CLIENT_SECRETS"))[self.id]
        except (KeyError, TypeError, ValueError):
            found = None
        if not isinstance(found, str) or not found:
            raise Misconfigured(f"OAUTH_CLIENT_SECRETS has none for {self.id!r}: it is JSON, {{id: secret}}.")
        return found

    @property
    def binds_id_tokens(self) -> bool:
        """See Provider."""
        return self.gives_id_tokens

    def asked_scopes(self, more: tuple[str, ...]) -> tuple[str, ...]:
        """See Provider."""
        wanted = (*more, *self.scopes)
        return ("openid", *wanted) if self.gives_id_tokens and "openid" not in wanted else wanted

    def profile(self, tokens: Tokens, outbound: "Outbound", now: datetime, nonce: str | None = None) -> Profile:
        """See Provider."""
        if not self.gives_id_tokens:
            return _of_account(self._user_info(tokens, outbound))
        claims = id_tokens.verified(tokens.id_token or "", self, outbound, now, nonce)
        party = claims.get("azp")
        if party != self.client_id and (party is not None or claims["aud"] not in (self.client_id, [self.client_id])):
            raise InvalidIdToken("made for another party as well")
        return self._whole(claims, tokens, outbound)

    def stored_profile(self, tokens: Tokens, outbound: "Outbound", now: datetime) -> Profile:
        """See Provider; an id token was checked before it was stored, and may have ended since."""
        if not self.gives_id_tokens:
            return self.profile(tokens, outbound, now)
        return self._whole(id_tokens.claims_of(tokens.id_token or ""), tokens, outbound)

    def _whole(self, claims: Mapping[str, Any], tokens: Tokens, outbound: "Outbound") -> Profile:
        """Who the claims are about; where they leave the address away, it is asked for, and must be the same one's."""
        if claims.get("email") or not self.user_info_url or not tokens.access_token:
            return _as_shown(profile_of(claims), id=claims["sub"])
        info = self._user_info(tokens, outbound)
        if info.get("sub") != claims["sub"]:
            raise ProviderFailed("told of somebody else")
        return _as_shown(profile_of(info))

    def _user_info(self, tokens: Tokens, outbound: "Outbound") -> Mapping[str, Any]:
        info = outbound.get(self.user_info_url, {"authorization": f"Bearer {tokens.access_token}"})
        if not isinstance(info, dict):
            raise ProviderFailed("no object")
        return info


def of(described: OAuthProvider) -> Generic | None:
    """The provider as its description and its own document have it; None where it has not said where it is.

    Raises Misconfigured.
    """
    for url in filter(None, (described.discovery_url, *described.endpoints)):
        if not addresses.is_fit(url):
            raise Misconfigured(f"OAUTH_PROVIDERS: {url!r} of {described.id!r} is no https address.")
    try:
        found = discovery.of(described.discovery_url) if described.discovery_url else Discovered()
    except ProviderFailed as error:
        logger.warning("a provider did not say where it is", provider=described.id, reason=str(error))
        return None
    authorization, token, user_info = (
        said or told for said, told in zip(described.endpoints, found.endpoints, strict=True)
    )
    if not authorization or not token or not (user_info or found.issuer):
        logger.warning("a provider did not say where it is", provider=described.id, reason="not all of its addresses")
        return None
    return Generic(
        described.client_id,
        authorization,
        token,
        (found.issuer,) if found.issuer else (),
        found.jwks_uri,
        id=described.id,
        scopes=described.scopes,
        algorithms=found.algorithms,
        pkce=described.pkce,
        token_endpoint_auth_method="client_secret_basic" if described.basic else "client_secret_post",
        admission=described.admission,
        user_info_url=user_info,
    )


def _of_account(info: Mapping[str, Any]) -> Profile:
    """Without OpenID an account is called what the provider calls its `id`."""
    account_id = info.get("id")
    if isinstance(account_id, bool) or not isinstance(account_id, str | int) or account_id == "":
        raise ProviderFailed("a user without an id")
    return _as_shown(profile_of(info, storable(str(account_id))))


def _as_shown(profile: Profile, **more: Any) -> Profile:
    """The profile with the words that Better Auth adds to the provider's own."""
    added = {**more, "emailVerified": profile.email_verified}
    return replace(profile, data={**added, **({"image": profile.image} if profile.image else {}), **profile.data})
