"""The authorizer of the API: a session cookie or an API token in, yes with who it is and what he may or no out."""

from typing import Any

from auth import bearer, cookies
from auth.site import keys, secure_cookies
from spoor import api_tokens
from spoor.database import run, sql
from spoor.errors import SpoorError
from spoor.telemetry import log_fault, logger
from spoor.tokens import InvalidToken

_FOR_PROGRAMS = "/api/v1/"
_WITHIN = 4.0
"""Seconds for the database; the gateway gives an authorizer ten in all and a start may take one of them."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer a request authorizer's event (payload 2.0) with a simple response.

    Says no to whatever it cannot read or look up, and never raises: a crash here would be a 500 at the gateway.
    """
    try:
        return _judge(event)
    except SpoorError as error:
        logger.error("could not look up who asks, so the answer is no", code=error.code, reason=error.message)
    except Exception as error:  # the outermost edge: fail closed
        log_fault(error)
    return _no()


def _judge(event: dict[str, Any]) -> dict[str, Any]:
    """Two authorizers of the gateway end here, since each wants its own header present; the template says which route
    has which. Within one of them the answer does not depend on the route: the gateway may keep it for all."""
    _, _, path = str(event.get("routeKey")).partition(" ")
    return _judge_program(event) if path.startswith(_FOR_PROGRAMS) else _judge_browser(event)


def _judge_browser(event: dict[str, Any]) -> dict[str, Any]:
    token = cookies.session_token(cookies.header_of(event), *keys(), secure=secure_cookies())
    if token is None:
        return _no()
    rows = run(sql("auth", "authorize"), {"token": token}, repeatable=True, within=_WITHIN)
    if not rows:
        return _no()
    return {"isAuthorized": True, "context": {"userId": rows[0]["user_id"], "sessionId": rows[0]["session_id"]}}


def _judge_program(event: dict[str, Any]) -> dict[str, Any]:
    token = bearer.token_of(event)
    if token is None:
        return _no()
    try:
        token_id = api_tokens.id_of(token)
    except InvalidToken:
        return _no()
    rows = run(sql("auth", "find_token"), {"id": token_id}, repeatable=True, within=_WITHIN)
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


def _no() -> dict[str, Any]:
    return {"isAuthorized": False}
