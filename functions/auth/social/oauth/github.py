"""GitHub, by OAuth 2 without OpenID: its API says who it is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.provider import Profile, Provider, Tokens, text_or_none
from spoor.settings import setting

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound


_NOT_GRANTED = (403, 404)  # to a token without the scope user:email, which the user may have held back


@dataclass(frozen=True)
class GitHub(Provider):
    """GitHub's accounts, or those of a GitHub Enterprise server."""

    id: str = field(default="github", kw_only=True)
    scopes: tuple[str, ...] = field(default=("read:user", "user:email"), kw_only=True)
    api: str = ""

    @classmethod
    def of(cls, client_id: str) -> "GitHub":
        """As the settings have it."""
        login = f"{setting('GITHUB_URL', 'https://github.com').rstrip('/')}/login/oauth"
        api = setting("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        return cls(client_id, f"{login}/authorize", f"{login}/access_token", api=api)

    def profile(self, tokens: Tokens, outbound: "Outbound", now: datetime, nonce: str | None = None) -> Profile:
        """See Provider. The address is the one that the user shows, else the primary one; only the list of addresses
        says whether it is verified."""
        bearer = {"authorization": f"Bearer {tokens.access_token}"}
        user = outbound.get(f"{self.api}/user", bearer)
        addresses = _addresses(outbound.get(f"{self.api}/user/emails", bearer, or_none=_NOT_GRANTED))
        if not isinstance(user, dict) or not isinstance(user.get("id"), int):
            raise ProviderFailed("a user without an id")
        email = text_or_none(user.get("email")) or _primary(addresses)
        return Profile(
            account_id=str(user["id"]),
            name=text_or_none(user.get("name")) or text_or_none(user.get("login")) or "",
            email=email,
            email_verified=any(each.get("verified") is True for each in addresses if each.get("email") == email),
            image=text_or_none(user.get("avatar_url")),
            data={**user, "email": email},
        )


def _addresses(listed: Any) -> list[dict[str, Any]]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _primary(addresses: list[dict[str, Any]]) -> str | None:
    primary = next((each for each in addresses if each.get("primary") is True), None)
    return text_or_none((primary or (addresses[0] if addresses else {})).get("email"))
