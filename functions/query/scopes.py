"""What an API token opens, told from method and path alone: so it holds for every route, those of tomorrow too."""

from typing import Literal
from uuid import UUID

from fastapi import Request

from query.apps import NoSuchApp
from query.caller import Asking, Caller
from spoor.errors import Forbidden

Scope = Literal["read", "manage"]
"""`read` looks: every GET, and the questions of reports, which are posted. `manage` changes as well."""

_READS: frozenset[Scope] = frozenset({"read", "manage"})
_CHANGES: frozenset[Scope] = frozenset({"manage"})


class NotForTokens(Forbidden):
    """What only the user himself may do, signed in."""

    code = "NOT_FOR_TOKENS"
    message = "API tokens open apps and what is in them; the account and its tokens are for its user, signed in."


class ScopeMissing(Forbidden):
    """The token was made for less."""

    code = "SCOPE_MISSING"
    message = "This token may only read. Make one with the scope `manage` for this."


class LimitedToApps(Forbidden):
    """The token was made for some apps, and a new one would not be among them."""

    code = "LIMITED_TO_APPS"
    message = "This token is limited to some apps and makes no others. Make one without `appIds` for this."


def check_scope(request: Request, asking: Asking) -> None:
    """Refuse what the caller's token does not open; users themselves may everything.

    Only what is under /apps is open to tokens at all. An app outside the token's own looks like one that is not there.

    Raises NotForTokens, NoSuchApp, ScopeMissing, LimitedToApps.
    """
    if asking.is_program:
        _check(asking, request.method, request.scope["path"].split("/")[2:])


def _check(asking: Caller, method: str, path: list[str]) -> None:
    """`path` is in pieces, without `api`."""
    if path[0] != "apps":
        raise NotForTokens
    if len(path) > 1 and not _reaches(asking, path[1]):
        raise NoSuchApp
    reads = method == "GET" or (method == "POST" and path[2:3] == ["reports"])
    if not (asking.scopes or frozenset()) & (_READS if reads else _CHANGES):
        raise ScopeMissing
    if not reads and len(path) == 1 and asking.app_ids is not None:
        raise LimitedToApps


def _reaches(asking: Caller, app_id: str) -> bool:
    try:
        return asking.reaches(UUID(app_id))
    except ValueError:
        return False
