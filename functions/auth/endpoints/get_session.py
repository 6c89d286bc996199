"""GET /get-session: who is signed in here; and POST, where renewal waits to be asked for."""

from dataclasses import replace
from typing import Any

from auth.features import Feature, is_on
from auth.gate.endpoint import Endpoint
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import POST_NEEDS_DEFERRED_REFRESH, Refused
from auth.session import sessions

_NEVER_KEPT = {"cache-control": "no-store", "pragma": "no-cache"}


def respond(call: Call) -> Answer:
    """The session and its user, or `null`: not being signed in is no error here.

    Where renewal is deferred, GET says whether a POST would renew the session.
    """
    found = sessions.present(call)
    if isinstance(found, sessions.Absent):
        return Answer(body=None, headers=_NEVER_KEPT, cookies=found.cookies)
    body: dict[str, Any] = {"session": found.session.wire(), "user": found.user.wire()}
    deferred = is_on(Feature.DEFER_SESSION_REFRESH) and call.method == "GET"
    if deferred and found.remembered and not call.asks("disableRefresh"):
        body["needsRefresh"] = found.due
    return Answer(body=body, headers=_NEVER_KEPT, cookies=found.cookies)


def renew(call: Call) -> Answer:
    """What GET says, and the session renewed if it is time; refused where GET renews by itself."""
    if is_on(Feature.DEFER_SESSION_REFRESH):
        return respond(call)
    return replace(Refused(POST_NEEDS_DEFERRED_REFRESH).answer(), headers=_NEVER_KEPT)


ENDPOINT = Endpoint("GET", "/get-session", respond)
POST_ENDPOINT = Endpoint("POST", "/get-session", renew)
