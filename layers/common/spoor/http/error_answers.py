"""Errors as HTTP answers of one shape, whoever raised them."""

from typing import Any, cast

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from spoor.errors import (
    BadRequest,
    MethodNotAllowed,
    NotFound,
    SpoorError,
    Unprocessable,
    UnsupportedMedia,
)
from spoor.http.problems import problem
from spoor.telemetry import logger

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Json(JSONResponse):
    """JSON that says in which letters it is written."""

    media_type = "application/json; charset=utf-8"


def answer_error(error: SpoorError) -> Json:
    """`error` as an HTTP answer."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error, Unprocessable) and error.problems:
        body["errors"] = error.problems
    headers = {}
    if retry_after := getattr(error, "retry_after", None):
        headers["Retry-After"] = str(retry_after)
    return Json(body, status_code=error.status, headers=headers)


def of_ours(_: Request, error: Exception) -> Json:
    """The answer to an error raised on purpose; logged where it is our side's."""
    error = cast(SpoorError, error)
    if error.status >= 500:
        cause = getattr(error, "cause", None)
        logger.error("request failed", code=error.code, cause=cause, kind=type(error.__cause__).__name__)
    return answer_error(error)


def of_words(_: Request, error: Exception) -> Json:
    """The answer to a request whose words were not understood: what pydantic has found in it."""
    found = cast(RequestValidationError, error).errors()
    if any(each["type"] == "json_invalid" for each in found):
        return answer_error(BadRequest("The body is not JSON.", code="INVALID_JSON"))
    whole = next((each for each in found if each["loc"] == ("body",)), None)
    if whole and whole["type"] == "missing":
        return answer_error(BadRequest("The body is empty. Send JSON.", code="EMPTY_BODY"))
    if whole and isinstance(whole["input"], bytes):  # left unread, since its type is not JSON's
        return answer_error(UnsupportedMedia("Send JSON, with the header Content-Type: application/json."))
    return answer_error(Unprocessable([problem(each) for each in found]))


def of_framework(request: Request, error: Exception) -> Json:
    """The answer to what the framework refuses by itself: an address, a method, a body."""
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
