"""What a route needs, and whether a caller's own role has it, before anything is looked up."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from query.access.permissions import Permission
from query.access.roles import permissions_of
from query.api.caller import Asking, Caller
from query.apps.tracked_apps import NoSuchApp
from spoor.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Need:
    """`permission` on an app; None for what is the account's own, which is for its user, signed in, and for what is
    `by_link`: shown to whoever has one, signed in or not."""

    permission: Permission | None
    by_link: bool = False


BY_LINK = Need(None, by_link=True)


class NotForTokens(Forbidden):
    """What only the user may do, signed in."""

    code = "NOT_FOR_TOKENS"
    message = (
        "API tokens open apps and what is in them; the account, its tokens and who else sees an app are for its user,"
        " signed in."
    )


class ScopeMissing(Forbidden):
    """The token was made for less."""

    code = "SCOPE_MISSING"
    message = "This token may only read. Make one with the scope `manage` for this."


def need_of(route: Any) -> Need | None:
    """What a route says that it needs; None where it says nothing, which no route may."""
    dependant: Dependant = route.dependant
    found = [need for each in dependant.dependencies if (need := getattr(each.call, "need", None)) is not None]
    return found[0] if len(found) == 1 else None


def needs_of(app: FastAPI) -> list[tuple[str, str, Need | None]]:
    """Method, path and need of each documented operation of the application."""
    return [
        (method, str(route.path_format), need_of(route))
        for route in iter_route_contexts(app.routes)
        if route.include_in_schema
        for method in sorted(route.methods or ())
    ]


def check_role(request: Request, asking: Asking) -> None:
    """Refuse a program whose token has no role for the route. Users' roles are those that they have in an app.

    An app outside the token's own looks like one that is not there.

    Raises NotForTokens, NoSuchApp, ScopeMissing.
    """
    if asking.is_program:
        _check(need_of(request.scope["route"]), asking, request.path_params.get("app_id"))


def _check(need: Need | None, asking: Caller, app_id: str | None) -> None:
    if need is None or need.permission is None:
        raise NotForTokens
    if app_id is not None and not asking.reaches_text(app_id):
        raise NoSuchApp
    if need.permission is Permission.MEMBERS_MANAGE:
        raise NotForTokens
    if need.permission not in permissions_of(asking.token_roles):
        raise ScopeMissing
