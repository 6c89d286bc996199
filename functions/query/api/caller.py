"""Who is asking and what they may, as the authorizer says: nothing the caller sends can change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request

from query.api.surfaces import is_for_programs
from spoor.accounts.api_tokens import ALL_APPS
from spoor.errors import NotLookedUp, Unauthorized

_AWAY = "away"
"""The authorizer's mark of a request whose sender it could not look up; such a request gets nothing."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, or a program with an API token of theirs.

    `scopes` is None for a user, who may everything; `app_ids` is None where no app is excepted.
    `session_id` is the sign-in session of a user.
    """

    user_id: str
    scopes: frozenset[str] | None = None
    app_ids: frozenset[UUID] | None = None
    session_id: str | None = None

    @property
    def is_program(self) -> bool:
        """Whether an API token speaks, and not a user."""
        return self.scopes is not None

    @property
    def token_roles(self) -> list[str]:
        """What the token of a program is in every app that it reaches."""
        return [f"token:{scope}" for scope in self.scopes or ()]

    def reaches(self, app_id: UUID) -> bool:
        """Whether the app is one that this caller may see, if it is the user's."""
        return self.app_ids is None or app_id in self.app_ids

    def reaches_text(self, app_id: str) -> bool:
        """The same of an id as it stands in an address."""
        try:
            return self.reaches(UUID(app_id))
        except ValueError:
            return False


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Who the authorizer let in with this event of the gateway.

    A cookie opens /api only and a token /api/v1 only, whatever the routes of the gateway say.

    Raises Unauthorized when there is nobody: without an authorizer before it this function answers nobody. Raises
    NotLookedUp when the authorizer could not look, whatever else stands beside its mark.
    """
    context = _context_of(event)
    if _AWAY in context:
        raise NotLookedUp
    user_id = context.get("userId")
    if not isinstance(user_id, str) or not user_id:
        raise Unauthorized
    if not is_for_programs(event):
        if not context.get("sessionId") or "tokenId" in context:
            raise Unauthorized
        return Caller(user_id, session_id=str(context["sessionId"]))
    if not context.get("tokenId") or "sessionId" in context:
        raise Unauthorized
    try:
        scopes, app_ids = frozenset(context["scopes"]), list(context["appIds"])
        return Caller(user_id, scopes, None if app_ids == [ALL_APPS] else frozenset(map(UUID, app_ids)))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unauthorized from None


def was_looked_up(event: Mapping[str, Any]) -> bool:
    """Whether the authorizer could look up who asks with this event of the gateway."""
    return _AWAY not in _context_of(event)


def _context_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return (event.get("requestContext", {}).get("authorizer") or {}).get("lambda") or {}


def _caller(request: Request) -> Caller:
    return caller_of(cast(dict[str, Any], request.scope.get("aws.event") or {}))


Asking = Annotated[Caller, Depends(_caller)]
"""Who is asking; 401 where nobody is."""
