"""GET /list-sessions and POST /revoke-session, /revoke-sessions, /revoke-other-sessions: where a user is signed in."""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.session import set_cookies
from auth.session.sessions import Presented
from auth.users.records import Session
from auth.users.text import is_token
from spoor.accounts.activity import SecurityEvent
from spoor.database import change, run, sql

_DONE = {"status": True}


def list_of(_: Call, presented: Presented) -> Answer:
    """The user's live sessions, the newest first, a hundred at most."""
    rows = run(sql("auth.session", "list_sessions"), {"user_id": presented.user.id}, repeatable=True)
    return Answer(body=[Session.from_row(row).wire() for row in rows])


def revoke(call: Call, presented: Presented) -> Answer:
    """End one session of the user; a token of somebody else's is left alone, and gets the same answer."""
    token = call.fields["token"]
    known = {"token": token, "user_id": presented.user.id}
    if not is_token(token) or not change(sql("auth.session", "revoke_session"), known, repeatable=True):
        call.witness.event = None  # nothing has happened
    own = token == presented.session.token
    return Answer(body=_DONE, cookies=set_cookies.cleared(call) if own else ())


def revoke_all(call: Call, presented: Presented) -> Answer:
    """End all of them, and with `revokeApiTokens` the user's API tokens as well."""
    _revoke(call, presented, but=None)
    return Answer(body=_DONE, cookies=set_cookies.cleared(call))


def revoke_others(call: Call, presented: Presented) -> Answer:
    """End all but this one, and with `revokeApiTokens` the user's API tokens as well."""
    _revoke(call, presented, but=presented.session.id)
    return Answer(body=_DONE)


def _revoke(call: Call, presented: Presented, but: str | None) -> None:
    and_tokens = call.fields.get("revokeApiTokens") is True
    if and_tokens:
        call.witness.more.append(SecurityEvent.TOKENS_REVOKED)
    params = {"user_id": presented.user.id, "but": but, "and_tokens": and_tokens}
    change(sql("auth.session", "revoke_sessions"), params, repeatable=True)


_NOTHING = Body(fields=(), shapes=())

ENDPOINTS = (
    Endpoint("GET", "/list-sessions", signed_in(list_of, fresh=True)),
    Endpoint(
        "POST",
        "/revoke-session",
        signed_in(revoke),
        Body(fields=(Field("token"),)),
        event=SecurityEvent.SESSION_REVOKED,
    ),
    Endpoint("POST", "/revoke-sessions", signed_in(revoke_all), _NOTHING, event=SecurityEvent.SESSIONS_REVOKED),
    Endpoint(
        "POST", "/revoke-other-sessions", signed_in(revoke_others), _NOTHING, event=SecurityEvent.SESSIONS_REVOKED
    ),
)
