"""What a role may do with a team itself: Better Auth's table, and a role of our own. What it may do with the team's
apps is another table, in query."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

OWNER = "owner"

_ALL = ("create", "update", "delete")
_ADMIN: Mapping[str, Sequence[str]] = {
    "organization": ("update",),
    "member": _ALL,
    "invitation": ("create", "cancel"),
    "team": _ALL,
    "ac": (*_ALL, "read"),
}
_MEMBER: Mapping[str, Sequence[str]] = {"ac": ("read",)}

ROLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    OWNER: {**_ADMIN, "organization": ("update", "delete")},
    "admin": _ADMIN,
    "member": _MEMBER,
    "viewer": _MEMBER,
}
"""By resource. Whoever is in a team may read it."""


def roles_of(said: Any) -> list[str]:
    """The roles in a text with commas, or in a list of such texts; the doubles stay, as Better Auth has them."""
    texts = said if isinstance(said, list) else [said]
    return [role for text in texts for each in text.split(",") if (role := each.strip())]


def unknown(roles: Iterable[str]) -> list[str]:
    """Those that are no roles."""
    return [role for role in roles if role not in ROLES]


def is_owner(roles: str) -> bool:
    """Whether one of a member's roles is the owner's."""
    return OWNER in roles_of(roles)


def may(roles: str, resource: str, action: str) -> bool:
    """Whether one of a member's roles includes the action."""
    return includes(roles, {resource: [action]})


def includes(roles: str, wanted: Mapping[str, Any]) -> bool:
    """Whether one of a member's roles includes all that is wanted, of which there must be something."""
    return any(_includes(ROLES.get(role, {}), wanted) for role in roles_of(roles))


def _includes(role: Mapping[str, Sequence[str]], wanted: Mapping[str, Any]) -> bool:
    return bool(wanted) and all(
        isinstance(actions, list) and actions and all(action in role.get(resource, ()) for action in actions)
        for resource, actions in wanted.items()
    )
