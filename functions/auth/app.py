"""The auth function: Better Auth's endpoints as a Lambda handler."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from auth import readiness
from auth.gate import gate
from auth.http.answer import Answer
from auth.http.call import Call
from auth.routes import table
from spoor.errors import NotNow, SecretAway, SpoorError
from spoor.http import edge, web
from spoor.settings import fetch_ahead
from spoor.telemetry import log_fault, logger
from spoor.time import utc_now


class AuthSurface:
    """Everything the gateway sends to this function, as one ASGI endpoint.

    FastAPI would answer methods, bodies and slashes it does not like in its own words; the contract has other ones, so
    it hands every request on as it is. Blocking inside is fine: an instance serves one request at a time.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = _answer(scope["aws.event"], await Request(scope, receive).body())
        content = answer.content
        response = Response(content, answer.status, answer.headers, "application/json" if content else None)
        for line in answer.cookies:
            response.headers.append("set-cookie", line)
        await response(scope, receive, send)


_PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""On every answer: there are tokens in them, and sessions."""


def _answer(event: dict[str, Any], content: bytes) -> Answer:
    found = _judged(event, content)
    return replace(found, headers={**_PRIVATE, **found.headers})


def _judged(event: dict[str, Any], content: bytes) -> Answer:
    try:
        return gate.answer(Call.of(event, content, utc_now()), table())
    except (NotNow, SecretAway) as error:
        if isinstance(error, SecretAway):
            logger.error("request failed", code=error.code, cause=error.cause, reason=error.message)
        body = {"message": error.message, "code": error.code}
        return Answer(error.status, body, {"retry-after": str(error.retry_after)})
    except SpoorError as error:
        logger.error("request failed", code=error.code, reason=error.message)
        return Answer(500)
    except Exception as error:  # the outermost edge: the caller gets an empty 500, as from Better Auth
        log_fault(error)
        return Answer(500)


app = web.new_app("Spoor auth")
app.router.routes.append(Route("/{path:path}", AuthSurface()))

_adapt = web.adapter(app)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one event of the HTTP API (payload 2.0). Never raises.

    What every page asks for goes straight to the gate: the frameworks would take as long as the rest of it together.
    """
    try:
        if readiness.is_asked(event):
            return replace(readiness.answer(), headers=_PRIVATE).for_gateway()
        if event.get("rawPath") == "/api/auth/get-session" and event["requestContext"]["http"]["method"] == "GET":
            return _answer(event, b"").for_gateway()
        answer = _adapt(event, context)
    except Exception as error:  # the adapter's own edge: an event that it cannot read
        log_fault(error)
        return {"statusCode": 500, "body": "", "isBase64Encoded": False}
    if not answer.get("body"):
        (answer.get("headers") or {}).pop("content-type", None)  # the adapter gives one to answers without a body too
    return answer


handler = edge.guarded(handle)

fetch_ahead()
