"""The two surfaces of the API: /api for signed-in users, /api/v1 for programs, with the same routes."""

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

_USERS, _PROGRAMS = "/api/", "/api/v1/"


def is_for_programs(event: Mapping[str, Any]) -> bool:
    """Whether a gateway's event came in on the surface for programs."""
    return str(event.get("rawPath")).startswith(_PROGRAMS)


def root_of(event: Mapping[str, Any]) -> str:
    """How addresses of the surface begin on which a gateway's event came in, without the last stroke."""
    return (_PROGRAMS if is_for_programs(event) else _USERS).rstrip("/")


class OneTable:
    """Lets the application see paths of /api/v1 as those of /api: routes are written, and made at a start, once.

    The path is the gateway's: it is decoded there, and the adapter would decode it once more and make `a/b` of an id
    that is `a%2Fb`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request."""
        path = (scope.get("aws.event") or {}).get("rawPath") or scope.get("path", "")
        scope = {**scope, "path": path}
        if path.startswith(_PROGRAMS):
            scope = {**scope, "path": _USERS + path.removeprefix(_PROGRAMS)}
        await self.app(scope, receive, send)
