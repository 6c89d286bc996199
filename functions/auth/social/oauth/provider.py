"""What a provider is: an account there vouches for a user here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from auth.users.text import storable
from spoor.accounts.oauth_providers import Admission
from spoor.settings import secret

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound


@dataclass(frozen=True)
class Tokens:
    """What a provider gives for a code; times are aware, in UTC."""

    access_token: str | None = None
    refresh_token: str | None = None
    id_token: str | None = None
    access_token_expires_at: datetime | None = None
    refresh_token_expires_at: datetime | None = None
    scopes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Profile:
    """Whom a provider vouches for. `account_id` never changes there, unlike an address; `data` is its own words."""

    account_id: str
    name: str
    email: str | None
    email_verified: bool
    image: str | None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Provider(ABC):
    """A provider that is configured. Those that speak OpenID Connect have `issuers`, `jwks_uri` and `algorithms`, by
    which they sign; `admission` is whom it may bring."""

    parameters: ClassVar[Mapping[str, str]] = {}

    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    issuers: tuple[str, ...] = ()
    jwks_uri: str = ""
    id: str = field(default="", kw_only=True)
    scopes: tuple[str, ...] = field(default=(), kw_only=True)
    algorithms: tuple[str, ...] = field(default=("RS256",), kw_only=True)  # the one that every OpenID provider has
    pkce: bool = field(default=True, kw_only=True)
    token_endpoint_auth_method: str = field(default="client_secret_post", kw_only=True)
    admission: Admission = field(default=Admission(), kw_only=True)

    @property
    def client_secret(self) -> str:
        """What only this server and the provider know. Raises Misconfigured."""
        return secret(f"{self.id.upper()}_CLIENT_SECRET")

    @property
    def gives_id_tokens(self) -> bool:
        """Whether it speaks OpenID Connect."""
        return bool(self.issuers)

    @property
    def binds_id_tokens(self) -> bool:
        """Whether its id tokens hold the nonce of the journey that they were made for."""
        return False

    def asked_scopes(self, more: tuple[str, ...]) -> tuple[str, ...]:
        """What it is asked to grant, `more` being what a page wants."""
        return (*self.scopes, *more)

    @abstractmethod
    def profile(self, tokens: Tokens, outbound: "Outbound", now: datetime, nonce: str | None = None) -> Profile:
        """Whose `tokens` these are. `nonce` is what the id token must have been made for, where one was agreed upon.

        Raises ProviderFailed, InvalidIdToken.
        """

    def stored_profile(self, tokens: Tokens, outbound: "Outbound", now: datetime) -> Profile:
        """Whose `tokens` these are, which were stored after their profile had been looked at.

        Raises ProviderFailed, InvalidIdToken.
        """
        return self.profile(tokens, outbound, now)


def text_or_none(value: Any) -> str | None:
    """`value` as a text column takes it, if it is text with anything in it."""
    return storable(value) if isinstance(value, str) and value else None
