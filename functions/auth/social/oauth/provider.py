"""What a provider is: an account there vouches for a user here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from auth.users.text import storable
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
    """A provider that is configured. Those that speak OpenID Connect have `issuers` and `jwks_uri`."""

    id: ClassVar[str]
    scopes: ClassVar[tuple[str, ...]]
    parameters: ClassVar[Mapping[str, str]] = {}

    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    issuers: tuple[str, ...] = ()
    jwks_uri: str = ""

    @property
    def client_secret(self) -> str:
        """What only this server and the provider know. Raises Misconfigured."""
        return secret(f"{self.id.upper()}_CLIENT_SECRET")

    @property
    def gives_id_tokens(self) -> bool:
        """Whether it speaks OpenID Connect."""
        return bool(self.issuers)

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
