"""The authorizer of the API: a session cookie in, yes with the user's id or no out."""

from typing import Any

from auth import cookies
from auth.site import secure_cookies, signing_key
from spoor.database import run, sql
from spoor.errors import SpoorError
from spoor.telemetry import log_fault, logger

_WITHIN = 4.0
"""Seconds for the database; the gateway gives an authorizer ten in all and a start may take one of them."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer a request authorizer's event (payload 2.0) with a simple response.

    Says no to whatever it cannot read or look up, and never raises: a crash here would be a 500 at the gateway.
    """
    try:
        return _judge(event)
    except SpoorError as error:
        logger.error("could not look up a session, so the answer is no", code=error.code, reason=error.message)
    except Exception as error:  # the outermost edge: fail closed
        log_fault(error)
    return _no()


def _judge(event: dict[str, Any]) -> dict[str, Any]:
    token = cookies.session_token(cookies.header_of(event), signing_key(), secure=secure_cookies())
    if token is None:
        return _no()
    rows = run(sql("auth", "authorize"), {"token": token}, repeatable=True, within=_WITHIN)
    if not rows:
        return _no()
    return {"isAuthorized": True, "context": {"userId": rows[0]["user_id"], "sessionId": rows[0]["session_id"]}}


def _no() -> dict[str, Any]:
    return {"isAuthorized": False}
