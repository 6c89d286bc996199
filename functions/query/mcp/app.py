"""The MCP function: /mcp, where assistants ask by API tokens what programs ask under /api/v1."""

import asyncio
import logging
from functools import cache
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import ASGIApp, Receive, Scope, Send

from query.api.body_limit import BodyLimit
from query.api.caller import caller_of
from query.api.not_looked_up import LookedUpOnly
from query.mcp.routes import as_of_a_program
from query.mcp.server import manager
from spoor.errors import MethodNotAllowed, SpoorError
from spoor.http import edge, web
from spoor.http.error_answers import answer_error

logging.getLogger("mcp").setLevel(logging.CRITICAL)  # what it logs of a request may hold a payload


class ProgramsOnly:
    """Lets requests through that post, and whose sender the authorizer let in by an API token.

    Nothing is streamed to a client that only listens: a function that waits is paid for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request, or answer it."""
        if scope["method"] != "POST":
            answer = answer_error(MethodNotAllowed())
            answer.headers["Allow"] = "POST"
            await answer(scope, receive, send)
            return
        try:
            caller_of(as_of_a_program(scope.get("aws.event") or {}, "POST", "/api/v1/apps"))
        except SpoorError as error:
            await answer_error(error)(scope, receive, send)
            return
        await self.app(scope, receive, send)


@cache
def _entered() -> tuple[asyncio.AbstractEventLoop, StreamableHTTPSessionManager]:
    """The loop that all requests of this process run on, and the manager, entered once on it.

    A manager can be entered once, and what it starts for a request belongs to the loop. So the adapter has to leave the
    lifespan alone: it would enter it for each request, and every second one would fail.
    """
    loop, made, ready = asyncio.new_event_loop(), manager(), asyncio.Event()

    async def live() -> None:
        async with made.run():
            ready.set()
            await asyncio.Event().wait()

    loop.live = loop.create_task(live())  # type: ignore[attr-defined]  # a loop alone would not hold its task
    loop.run_until_complete(ready.wait())
    return loop, made


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    await _entered()[1].handle_request(scope, receive, send)


_adapted = web.handler(web.Private(LookedUpOnly(ProgramsOnly(BodyLimit(_serve)))))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one event of the HTTP API (payload 2.0). It never raises."""
    asyncio.set_event_loop(_entered()[0])
    return _adapted(event, context)


handler = edge.guarded(handle)
