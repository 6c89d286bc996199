"""Answers every request whose sender the authorizer could not look up with 503, whatever it asks for."""

from starlette.types import ASGIApp, Receive, Scope, Send

from query.api.caller import was_looked_up
from spoor.errors import NotLookedUp
from spoor.http.error_answers import answer_error


class LookedUpOnly:
    """Lets requests through whose sender was looked up, whether there is one or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request, or answer it."""
        known = was_looked_up(scope.get("aws.event") or {})
        await (self.app if known else answer_error(NotLookedUp()))(scope, receive, send)
