"""The door of whoever has a link: to what it shows, as long as whoever made it may still show the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request

from query.access.door import OpenApp, find_access
from query.access.need import BY_LINK, Need
from query.access.permissions import Permission
from query.access.roles import permissions_of
from query.api.caller import Caller
from query.api.surfaces import is_for_programs
from query.shares import visits
from query.shares.links import NoSuchShare
from query.shares.visits import FoundShare


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link opens; `source` is the address that asks."""

    found: FoundShare
    app: OpenApp
    source: str


@dataclass(frozen=True, slots=True)
class _ByLink:
    need: Need

    def __call__(self, token: str, request: Request) -> Shown:
        event = cast(Mapping[str, Any], request.scope.get("aws.event") or {})
        if is_for_programs(event):
            raise NoSuchShare
        source = str(event.get("requestContext", {}).get("http", {}).get("sourceIp") or "nowhere")
        found = visits.find(token, source)
        app = app_shown_by(found.maker_id, found.app_id)
        if app is None:
            raise NoSuchShare
        return Shown(found, app, source)


def app_shown_by(maker_id: str, app_id: UUID) -> OpenApp | None:
    """The app as who made a link to it sees it; None where they may not decide any more who sees it.

    Raises DatabaseAway.
    """
    for app in find_access(Caller(maker_id), app_id).apps:
        if Permission.MEMBERS_MANAGE in permissions_of(app.role.split(",")):
            return app
    return None


ByLink = Annotated[Shown, Depends(_ByLink(BY_LINK))]
