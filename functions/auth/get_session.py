"""GET /get-session: who is signed in here."""

from dataclasses import replace

from auth import sessions, set_cookies
from auth.answer import Answer
from auth.call import Call
from auth.endpoint import Endpoint
from auth.refusals import POST_NEEDS_DEFERRED_REFRESH, Refused

_NEVER_KEPT = {"cache-control": "no-store", "pragma": "no-cache"}


def respond(call: Call) -> Answer:
    """The session and its user, or `null`: not being signed in is no error here."""
    found = sessions.present(call, renew=not call.asks("disableRefresh"))
    if isinstance(found, sessions.Absent):
        return Answer(body=None, headers=_NEVER_KEPT, cookies=found.cookies or set_cookies.stray_data_cleared(call))
    body = {"session": found.session.wire(), "user": found.user.wire()}
    return Answer(body=body, headers=_NEVER_KEPT, cookies=(*set_cookies.stray_data_cleared(call), *found.cookies))


def refuse(_: Call) -> Answer:
    """POST is Better Auth's way to renew on demand, which it does only where that is configured."""
    return replace(Refused(POST_NEEDS_DEFERRED_REFRESH).answer(), headers=_NEVER_KEPT)


ENDPOINT = Endpoint("GET", "/get-session", respond)
REFUSED_ENDPOINT = Endpoint("POST", "/get-session", refuse)
