"""Users and sign-in sessions as Better Auth's tables hold them, and as its client sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.users.dates import wire
from auth.users.profile import shown_image, shown_name
from spoor.accounts.plugins import Plugin, is_on


@dataclass(frozen=True)
class User:
    """A row of `user`; times are UTC without a zone."""

    id: str
    name: str
    email: str
    email_verified: bool
    image: str | None
    created_at: datetime
    updated_at: datetime
    two_factor_enabled: bool = False

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "User":
        """The user in a row that names its columns `user_…`, since it may hold a session as well."""
        return cls(
            row["user_id"],
            shown_name(row["user_name"]),
            row["user_email"],
            row["user_email_verified"],
            shown_image(row["user_image"]),
            row["user_created_at"],
            row["user_updated_at"],
            row["user_two_factor_enabled"],
        )

    def wire(self) -> dict[str, Any]:
        """The user as JSON: these seven keys, and where there is a second factor, whether they have turned it on."""
        second = {"twoFactorEnabled": self.two_factor_enabled} if is_on(Plugin.TWO_FACTOR) else {}
        return {
            "name": self.name,
            "email": self.email,
            "emailVerified": self.email_verified,
            "image": self.image,
            "createdAt": wire(self.created_at),
            "updatedAt": wire(self.updated_at),
            "id": self.id,
            **second,
        }


@dataclass(frozen=True)
class Session:
    """A row of `session`, a sign-in session; times are UTC without a zone."""

    id: str
    token: str
    user_id: str
    expires_at: datetime
    created_at: datetime
    updated_at: datetime
    ip_address: str | None
    user_agent: str | None
    active_organization_id: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Session":
        """The session in a row of `session`, with the id as `session_id`."""
        return cls(
            row["session_id"],
            row["token"],
            row["user_id"],
            row["expires_at"],
            row["created_at"],
            row["updated_at"],
            row["ip_address"],
            row["user_agent"],
            row["active_organization_id"],
        )

    def wire(self) -> dict[str, Any]:
        """The session as JSON; its token is shown to its user in clear, as Better Auth does. It names the team that it
        is about where there are teams."""
        active = {"activeOrganizationId": self.active_organization_id} if is_on(Plugin.ORGANIZATION) else {}
        return {
            "expiresAt": wire(self.expires_at),
            "token": self.token,
            "createdAt": wire(self.created_at),
            "updatedAt": wire(self.updated_at),
            "ipAddress": self.ip_address,
            "userAgent": self.user_agent,
            "userId": self.user_id,
            "id": self.id,
            **active,
        }
