"""Refuses bodies that no question needs, before anything is made of them."""

from starlette.types import ASGIApp, Receive, Scope, Send

from spoor.errors import TooLarge
from spoor.http.error_answers import answer_error

LARGEST = 1_048_576
"""Bytes of a body. The largest question, with every list as long as it may be, has a part of it."""


class BodyTooLarge(TooLarge):
    """More than LARGEST."""

    code = "BODY_TOO_LARGE"
    message = f"The body may have {LARGEST:,} bytes at the most."


class BodyLimit:
    """Looks at the gateway's event, which holds the whole body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request, or answer it."""
        event = scope.get("aws.event") or {}
        body = event.get("body") or ""
        if event.get("isBase64Encoded"):
            size = len(body) * 3 // 4 - body[-2:].count("=")
        else:
            size = len(body.encode("utf-8", "replace"))
        if size > LARGEST:
            await answer_error(BodyTooLarge())(scope, receive, send)
        else:
            await self.app(scope, receive, send)
