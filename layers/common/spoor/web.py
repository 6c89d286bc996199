"""Turns a FastAPI application into a Lambda handler and its errors into Spoor's one error shape."""

import logging
from collections.abc import Callable
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from mangum import Mangum
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spoor.errors import (
    BadRequest,
    MethodNotAllowed,
    NotFound,
    Problem,
    SpoorError,
    Unprocessable,
    UnsupportedMedia,
)
from spoor.telemetry import log_fault, logger

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class Json(JSONResponse):
    """JSON that says in which letters it is written."""

    media_type = "application/json; charset=utf-8"


def new_app(title: str) -> FastAPI:
    """A FastAPI application that answers every error as `{"code", "message"}` and never redirects."""
    app = FastAPI(
        title=title,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        default_response_class=Json,
    )
    app.add_exception_handler(SpoorError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(_LastResort)
    return app


def adapter(app: FastAPI) -> Handler:
    """Mangum around `app`; it raises on an event it cannot read. `lifespan="off"`, since start-up and shutdown would
    run on every request."""
    logging.getLogger("mangum.http").setLevel(logging.WARNING)  # it logs paths, and there are paths with tokens in them
    mangum = Mangum(app, lifespan="off")

    def adapt(event: dict[str, Any], context: Any) -> dict[str, Any]:
        return mangum(event, context)

    return adapt


def handler(app: FastAPI) -> Handler:
    """The Lambda handler of `app`. It never raises."""
    adapt = adapter(app)

    def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            return adapt(event, context)
        except Exception as error:  # the outermost edge: the adapter gives up on odd headers before the app is asked
            log_fault(error)
            fault = answer_error(SpoorError())
            return {"statusCode": 500, "headers": dict(fault.headers), "body": bytes(fault.body).decode()}

    return handle


def answer_error(error: SpoorError) -> Json:
    """`error` as an HTTP answer."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error, Unprocessable) and error.problems:
        body["errors"] = error.problems
    headers = {}
    if retry_after := getattr(error, "retry_after", None):
        headers["Retry-After"] = str(retry_after)
    return Json(body, status_code=error.status, headers=headers)


def _ours(_: Request, error: Exception) -> Json:
    error = cast(SpoorError, error)
    if error.status >= 500:
        logger.error("request failed", code=error.code, cause=type(error.__cause__).__name__)
    return answer_error(error)


def _invalid(_: Request, error: Exception) -> Json:
    found = cast(RequestValidationError, error).errors()
    if any(each["type"] == "json_invalid" for each in found):
        return answer_error(BadRequest("The body is not JSON.", code="INVALID_JSON"))
    whole = next((each for each in found if each["loc"] == ("body",)), None)
    if whole and whole["type"] == "missing":
        return answer_error(BadRequest("The body is empty. Send JSON.", code="EMPTY_BODY"))
    if whole and isinstance(whole["input"], bytes):  # left unread, since its type is not JSON's
        return answer_error(UnsupportedMedia("Send JSON, with the header Content-Type: application/json."))
    return answer_error(Unprocessable([problem(each) for each in found]))


def problem(found: dict[str, Any]) -> Problem:
    """A pydantic error as a problem: `("body", "steps", 1, "event")` becomes `steps[1].event`."""
    path = ""
    for part in map(to_camel, found["loc"]) if found["loc"][:1] == ("path",) else found["loc"]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.startswith("("):  # which of several forms was looked for: not a word of the caller's
            continue
        elif path or part not in {"body", "query", "path"}:
            path += f".{part}" if path else str(part)
    message = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] in {"too_long", "too_short"} and isinstance(found["input"], str):
        message = message.replace("List", "Text").replace("items", "characters").replace("item ", "character ")
    if found["type"] == "extra_forbidden":
        message = "This word is not known here"
    elif found["type"] == "literal_error":
        message += f", not {str(found['input'])[:50]!r}"
    return {"path": path, "message": message}


def _http(request: Request, error: Exception) -> Json:
    status = cast(HTTPException, error).status_code
    if status == 400:  # FastAPI's word for a body that its parser could not even fail on properly
        return answer_error(BadRequest("The body is not JSON.", code="INVALID_JSON"))
    if status != 405:
        return answer_error(NotFound())
    answer = answer_error(MethodNotAllowed())
    answer.headers["Allow"] = ", ".join(_allowed(request))
    return answer


def _allowed(request: Request) -> list[str]:
    """The methods that the address takes, all of them: the framework would name those of one route only."""
    asked = [{**request.scope, "method": method} for method in _METHODS]
    return [
        each["method"] for each in asked if any(route.matches(each)[0] is Match.FULL for route in request.app.routes)
    ]


class _LastResort:
    """Answers a fault nobody foresaw before the framework does, which would log its text and with it a payload."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # the outermost edge
            log_fault(error)
            await answer_error(SpoorError())(scope, receive, send)


class Private:
    """Tells browsers and proxies that answers are for the caller alone, and are what they say they are."""

    _HEADERS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in self._HEADERS if each[0] not in said)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
