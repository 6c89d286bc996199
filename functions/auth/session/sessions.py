"""Sign-in sessions: opened, presented by a cookie, renewed, ended."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from auth.features import Feature, is_on
from auth.http.call import Call
from auth.session import set_cookies
from auth.session.lifetimes import AT_MOST, NOT_REMEMBERED, REMEMBERED, RENEWED_AFTER
from auth.users.dates import stored
from auth.users.records import Session, User
from spoor.database import change, run, sql
from spoor.ids import random_letters


@dataclass(frozen=True)
class Presented:
    """A live session and its user, and the Set-Cookie lines that go with it (it may just have been renewed).

    `due` says that it is to be renewed and was not, `remembered` that it outlives the browser's window.
    """

    session: Session
    user: User
    cookies: tuple[str, ...] = ()
    due: bool = False
    remembered: bool = True


@dataclass(frozen=True)
class Absent:
    """No live session. `cookies` clear a browser that presented, validly signed, one that is dead, or holds pieces of
    session_data without one."""

    cookies: tuple[str, ...] = ()


def new(call: Call, user_id: str, *, remember: bool) -> Session:
    """A new session for the browser that calls, not stored yet."""
    now = stored(call.now)
    return Session(
        id=random_letters(32),
        token=random_letters(32),
        user_id=user_id,
        expires_at=now + (REMEMBERED if remember else NOT_REMEMBERED),
        created_at=now,
        updated_at=now,
        ip_address=call.source_address,
        user_agent=call.headers.get("user-agent", "").replace("\0", "\ufffd"),
    )


def add(call: Call, session: Session, account_key: str | None = None) -> None:
    """Store a new session; the calls that were counted for the account under `account_key` are forgotten."""
    change(sql("auth.session", "add_session"), to_add(call, session, account_key), repeatable=True)


def to_add(call: Call, session: Session, account_key: str | None = None) -> dict[str, Any]:
    """What the statement add_session needs."""
    return {**asdict(session), "account_key": account_key, "replaced": replaced(call)}


def replaced(call: Call) -> str | None:
    """The token of the session that a new one takes the place of in the browser that calls: it ends with that."""
    return call.session_token if is_on(Feature.END_REPLACED_SESSION) else None


def present(call: Call) -> Presented | Absent:
    """The session that the request's cookie stands for.

    A cookie that is not validly signed costs no query; a good one costs one (none where requests are counted: then the
    session comes with the count), and one more on the day it is renewed, unless the query or the settings say not to.
    Where renewal is deferred only POST /get-session writes anything.
    Whether it has expired is judged by the database's clock, here and in the authorizer: an instance whose own clock is
    wrong neither ends a session nor keeps it.
    """
    token, rows = call.session_token, call.sessions
    stray = set_cookies.stray_data_cleared(call)
    if token is None:
        return Absent(stray)
    if rows is None:
        rows = run(sql("auth.session", "find_session"), {"token": token}, repeatable=True)
    if not rows:
        return Absent(set_cookies.cleared(call))
    session, now = Session.from_row(rows[0]), rows[0]["looked_at"]
    call.witness.sees(session.user_id, session.id)
    last = _last(session)
    if min(session.expires_at, last) <= now:
        if _writes(call):
            change(
                sql("auth.session", "delete_expired_session"),
                {"id": session.id, "too_old": last <= now},
                repeatable=True,
            )
        return Absent(set_cookies.cleared(call))
    remembered = not set_cookies.dont_remember(call)
    due = remembered and session.expires_at - REMEMBERED + RENEWED_AFTER <= now and session.expires_at < last
    due = due and not call.asks("disableRefresh") and not is_on(Feature.DISABLE_SESSION_REFRESH)
    found = Presented(session, User.from_row(rows[0]), stray, due, remembered)
    return _renewed(call, found, now) if due and _writes(call) else found


def end(call: Call) -> None:
    """Delete the session that the request's cookie stands for, if any."""
    token = call.session_token
    if token is not None:
        for row in run(sql("auth.session", "delete_session"), {"token": token}, repeatable=True):
            call.witness.sees(row["user_id"], row["id"])


def _last(session: Session) -> datetime:
    """When a session ends however often it is renewed."""
    return session.created_at + AT_MOST if is_on(Feature.LIMIT_SESSION_AGE) else datetime.max


def _writes(call: Call) -> bool:
    """Whether this call may change the session that it presents."""
    return not is_on(Feature.DEFER_SESSION_REFRESH) or (call.method, call.path) == ("POST", "/get-session")


def _renewed(call: Call, found: Presented, now: datetime) -> Presented | Absent:
    expires_at = min(stored(now + REMEMBERED), _last(found.session))
    renewed = replace(found.session, expires_at=expires_at, updated_at=stored(now))
    if not change(sql("auth.session", "renew_session"), asdict(renewed), repeatable=True):
        return Absent(set_cookies.cleared(call))  # ended by another request between the two statements
    again = set_cookies.opened(call, renewed.token, remember=True)
    return replace(found, session=renewed, cookies=(*found.cookies, *again), due=False)
