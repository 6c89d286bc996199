"""Which role may do what: the one table of it."""

from collections.abc import Iterable, Mapping

from query.access.permissions import Permission

_READER = frozenset({Permission.APP_READ, Permission.APP_ASK})

_MEMBER = _READER | {Permission.APP_KEEP}

ROLES: Mapping[str, frozenset[Permission]] = {
    "owner": frozenset(Permission),
    "admin": frozenset(Permission) - {Permission.APP_DELETE, Permission.MEMBERS_MANAGE},
    "member": _MEMBER,
    "viewer": _READER,
    "token:manage": frozenset(Permission) - {Permission.MEMBERS_MANAGE},
    "token:read": _READER,
}
"""The owner's are the app's own and those of the team that it is shared with; an API token's scopes are roles, too."""


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """All that somebody with these roles may do; a role that does not exist adds nothing."""
    return frozenset[Permission]().union(*(ROLES.get(role, frozenset()) for role in roles))
