"""Invitations: found, listed, and to whom they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from auth.plugins.organization import roles
from auth.plugins.organization.records import Invitation, Member
from auth.users.text import is_token
from spoor.database import run, sql

LIFE = timedelta(hours=48)
"""From its sending on."""

MOST_WAITING = 100
"""Of a team."""


@dataclass(frozen=True)
class FoundInvitation:
    """An invitation with its team; `inviter_email` is None where the sender is not in the team any more."""

    invitation: Invitation
    organization_name: str
    organization_slug: str
    inviter_email: str | None


def find(invitation_id: str) -> FoundInvitation | None:
    """The invitation of an id, in whatever status."""
    if not is_token(invitation_id):
        return None
    rows = run(sql("auth.plugins.organization", "invitations/find_invitation"), {"id": invitation_id}, repeatable=True)
    if not rows:
        return None
    row = rows[0]
    return FoundInvitation(
        Invitation.from_row(row), row["organization_name"], row["organization_slug"], row["inviter_email"]
    )


def shown_to(member: Member) -> list[Invitation]:
    """The invitations of a team that a member sees: who may invite sees them, those of owners owners alone."""
    if not roles.may(member.role, "invitation", "create"):
        return []
    params = {"organization_id": member.organization_id, "with_owners": roles.is_owner(member.role)}
    rows = run(sql("auth.plugins.organization", "invitations/list_invitations"), params, repeatable=True)
    return [Invitation.from_row(row) for row in rows]


def sent_to(email: str) -> list[dict[str, Any]]:
    """Those that wait for an address, as JSON, each with the name of its team."""
    rows: list[Mapping[str, Any]] = [
        *run(
            sql("auth.plugins.organization", "invitations/list_invitations_to"),
            {"email": email.lower()},
            repeatable=True,
        )
    ]
    return [{**Invitation.from_row(row).wire(), "organizationName": row["organization_name"]} for row in rows]
