"""Endpoints that are only for somebody who is signed in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import SESSION_NOT_FRESH, UNAUTHORIZED, Refused
from auth.session import lifetimes, sessions
from auth.session.sessions import Absent, Presented
from auth.users.dates import stored

SignedInRespond = Callable[[Call, Presented], Answer]


_NOBODY = Refused(UNAUTHORIZED)


def signed_in(
    respond: SignedInRespond, *, fresh: bool = False, otherwise: Refused = _NOBODY
) -> Callable[[Call], Answer]:
    """`respond` for a call with a live session; 401 or `otherwise` without, and with `fresh` 403 for one that was
    opened long ago.

    The session's cookies go with whatever the answer is, a refusal too: it may just have been renewed, or be dead.
    """

    def guarded(call: Call) -> Answer:
        found = sessions.present(call)
        try:
            if isinstance(found, Absent):
                return otherwise.answer(found.cookies)
            if fresh and not is_fresh(call, found):
                raise Refused(SESSION_NOT_FRESH)
            answer = respond(call, found)
        except Refused as refused:
            return refused.answer(found.cookies)
        return replace(answer, cookies=(*found.cookies, *answer.cookies))

    return guarded


def is_fresh(call: Call, presented: Presented, within: timedelta = lifetimes.FRESH) -> bool:
    """Whether somebody signed in so lately that it is surely they who ask. Renewal does not make a session fresh."""
    return stored(call.now) - presented.session.created_at < within
