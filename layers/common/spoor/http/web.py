"""Turns a FastAPI application into a Lambda handler that never raises."""

import logging
from collections.abc import Callable
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spoor.errors import SpoorError
from spoor.http.error_answers import Json, answer_error, of_framework, of_ours, of_words
from spoor.telemetry import log_fault

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


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
    app.add_exception_handler(SpoorError, of_ours)
    app.add_exception_handler(RequestValidationError, of_words)
    app.add_exception_handler(HTTPException, of_framework)
    app.add_middleware(_LastResort)
    return app


def adapter(app: ASGIApp) -> Handler:
    """Mangum around `app`; it raises on an event it cannot read. `lifespan="off"`, since start-up and shutdown would
    run on every request."""
    logging.getLogger("mangum.http").setLevel(logging.WARNING)  # it logs paths, and there are paths with tokens in them
    mangum = Mangum(cast(Any, app), lifespan="off")

    def adapt(event: dict[str, Any], context: Any) -> dict[str, Any]:
        return mangum(event, context)

    return adapt


def handler(app: ASGIApp) -> Handler:
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
