"""Teams, their members and invitations as the tables hold them, and as the plugin's client sees them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from auth.users.dates import wire
from auth.users.profile import shown_image, shown_name


@dataclass(frozen=True)
class Organization:
    """A row of `organization`; `metadata` is JSON."""

    id: str
    name: str
    slug: str
    logo: str | None
    created_at: datetime
    metadata: str | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Organization":
        """The team in a row that names its columns `organization_…`."""
        return cls(
            row["organization_id"],
            row["organization_name"],
            row["organization_slug"],
            row["organization_logo"],
            row["organization_created_at"],
            row["organization_metadata"],
        )

    def wire(self) -> dict[str, Any]:
        """The team as most answers have it: metadata is the stored text."""
        return {
            "name": self.name,
            "slug": self.slug,
            "logo": self.logo,
            "createdAt": wire(self.created_at),
            "metadata": self.metadata,
            "id": self.id,
        }

    def wire_with_object(self) -> dict[str, Any]:
        """The team as it is answered when it has been made or changed: metadata is an object, or not there."""
        said = self.wire()
        if self.metadata is None:
            del said["metadata"]
        else:
            said["metadata"] = json.loads(self.metadata)
        return said


@dataclass(frozen=True)
class Member:
    """A row of `member`; `role` may be several, with commas between."""

    id: str
    organization_id: str
    user_id: str
    role: str
    created_at: datetime

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The member in a row that names its columns `member_…`."""
        return cls(
            **{name: row[f"member_{name}"] for name in ("id", "organization_id", "user_id", "role", "created_at")}
        )

    def wire(self) -> dict[str, Any]:
        """The membership as JSON."""
        return {
            "organizationId": self.organization_id,
            "userId": self.user_id,
            "role": self.role,
            "createdAt": wire(self.created_at),
            "id": self.id,
        }


@dataclass(frozen=True)
class MemberInPerson(Member):
    """A member with what the others see of who it is."""

    name: str
    email: str
    image: str | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The member in a row that names the columns of the user `user_…`."""
        member = vars(Member.from_row(row))
        return cls(**member, name=row["user_name"], email=row["user_email"], image=row["user_image"])

    def wire_with_person(self) -> dict[str, Any]:
        """The membership, with what members see of the person."""
        person = {
            "id": self.user_id,
            "name": shown_name(self.name),
            "email": self.email,
            "image": shown_image(self.image),
        }
        return {**self.wire(), "user": person}


@dataclass(frozen=True)
class Invitation:
    """A row of `invitation`; that it has expired is no status."""

    id: str
    organization_id: str
    email: str
    role: str
    status: str
    expires_at: datetime
    created_at: datetime
    inviter_id: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Invitation":
        """The invitation in a row of the table."""
        return cls(
            row["id"],
            row["organization_id"],
            row["email"],
            row["role"] or "member",
            row["status"],
            row["expires_at"],
            row["created_at"],
            row["inviter_id"],
        )

    def waits(self, now: datetime) -> bool:
        """Whether it can be accepted; `now` is stored time."""
        return self.status == "pending" and self.expires_at > now

    def wire(self) -> dict[str, Any]:
        """The invitation as JSON."""
        return {
            "organizationId": self.organization_id,
            "email": self.email,
            "role": self.role,
            "status": self.status,
            "expiresAt": wire(self.expires_at),
            "createdAt": wire(self.created_at),
            "inviterId": self.inviter_id,
            "id": self.id,
        }
