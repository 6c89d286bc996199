"""The authorizer of the API: a session cookie or an API token in, yes with who it is and what they may or no out.

No is for bad credentials alone. Where it could not look, the request passes with nothing but the mark `away`, which
opens nothing: the query function answers it with 503. So an outage never looks like a revoked credential.
"""

from time import monotonic
from typing import Any

from auth.http import cookies
from auth.http.site import keys, secure_cookies
from auth.session import bearer
from spoor import correlation
from spoor.accounts import api_tokens
from spoor.accounts.tokens import InvalidToken
from spoor.database import Row, run, sql
from spoor.errors import SpoorError
from spoor.http import edge
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, log_fault, logger

_FOR_PROGRAMS = ("/api/v1/", "/mcp")
_WITHIN_S = 4.0
"""Seconds for all of it; the gateway gives an authorizer ten, and a start may take some of them."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a request authorizer's event (payload 2.0) with a simple response. It never raises: a crash here would be
    a 500 at the gateway, without a word of when to try again."""
    correlation.begin(event, context)
    deadline = monotonic() + _WITHIN_S
    try:
        return _judge(event, deadline)
    except SpoorError as error:
        cause = getattr(error, "cause", "")
        logger.error("could not look up who asks", code=error.code, cause=cause, reason=error.message)
    except Exception as error:  # the outermost edge: fail closed
        log_fault(error)
    emit(CallersNotLookedUp=1)
    return {"isAuthorized": True, "context": {"away": True}}


def _judge(event: dict[str, Any], deadline: float) -> dict[str, Any]:
    """Two authorizers of the gateway end here, since each wants its own header present; the template says which route
    has which. Within one of them the answer does not depend on the route: the gateway may keep it for all."""
    if not isinstance(event, dict) or (admitted := edge.admit(event)) is None:
        return _no()
    _, _, path = str(event.get("routeKey")).partition(" ")
    return (_judge_program if path.startswith(_FOR_PROGRAMS) else _judge_browser)(admitted, deadline)


def _judge_browser(event: dict[str, Any], deadline: float) -> dict[str, Any]:
    token = cookies.session_token(cookies.header_of(event), *keys(), secure=secure_cookies())
    if token is None:
        return _no()
    rows = _look_up("authorize", {"token": token}, deadline)
    if not rows:
        return _no()
    return {"isAuthorized": True, "context": {"userId": rows[0]["user_id"], "sessionId": rows[0]["session_id"]}}


def _judge_program(event: dict[str, Any], deadline: float) -> dict[str, Any]:
    token = bearer.token_of(event)
    if token is None:
        return _no()
    try:
        token_id = api_tokens.id_of(token)
    except InvalidToken:
        return _no()
    rows = _look_up("find_token", {"id": token_id}, deadline)
    if not rows:
        return _no()
    found = rows[0]
    app_ids = [api_tokens.ALL_APPS] if found["app_ids"] is None else [str(app_id) for app_id in found["app_ids"]]
    context = {
        "userId": found["user_id"],
        "tokenId": str(found["id"]),
        "scopes": found["scopes"],
        "appIds": app_ids,
    }
    return {"isAuthorized": True, "context": context}


def _look_up(name: str, params: dict[str, Any], deadline: float) -> list[Row]:
    """Raises NotNow, Misconfigured."""
    return run(sql("auth", name), params, repeatable=True, within_s=deadline - monotonic())


def _no() -> dict[str, Any]:
    return {"isAuthorized": False}


fetch_ahead()
