"""Sign-in sessions: opened, presented by a cookie, renewed, ended."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from auth import cookies, set_cookies
from auth.call import Call
from auth.dates import stored
from auth.lifetimes import NOT_REMEMBERED, REMEMBERED, RENEWED_AFTER
from auth.records import Session, User
from spoor.database import change, run, sql
from spoor.ids import random_letters


@dataclass(frozen=True)
class Presented:
    """A live session and its user, and the Set-Cookie lines that go with it (it may just have been renewed)."""

    session: Session
    user: User
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Absent:
    """No live session. `cookies` clear a browser that presented, validly signed, one that is dead."""

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


def add(session: Session, account_key: str | None = None) -> None:
    """Store a new session; the failed attempts that were counted under `account_key` are forgotten."""
    change(sql("auth", "add_session"), {**asdict(session), "account_key": account_key}, repeatable=True)


def present(call: Call, *, renew: bool = True) -> Presented | Absent:
    """The session that the request's cookie stands for.

    A cookie that is not validly signed costs no query; a good one costs one, and one more on the day it is renewed.
    Whether it has expired is judged by the database's clock, here and in the authorizer: an instance whose own clock is
    wrong neither ends a session nor keeps it.
    """
    token = cookies.session_token(call.cookies, call.site.key, secure=call.site.secure)
    if token is None:
        return Absent()
    rows = run(sql("auth", "find_session"), {"token": token}, repeatable=True)
    if not rows:
        return Absent(set_cookies.cleared(call))
    session, now = Session.from_row(rows[0]), rows[0]["looked_at"]
    if session.expires_at <= now:
        change(sql("auth", "delete_expired_session"), {"id": session.id}, repeatable=True)
        return Absent(set_cookies.cleared(call))
    user = User.from_row(rows[0])
    if not renew or set_cookies.dont_remember(call) or session.expires_at - REMEMBERED + RENEWED_AFTER > now:
        return Presented(session, user)
    return _renewed(call, session, user, now)


def end(call: Call) -> None:
    """Delete the session that the request's cookie stands for, if any."""
    token = cookies.session_token(call.cookies, call.site.key, secure=call.site.secure)
    if token is not None:
        change(sql("auth", "delete_session"), {"token": token}, repeatable=True)


def _renewed(call: Call, session: Session, user: User, now: datetime) -> Presented | Absent:
    renewed = replace(session, expires_at=stored(now + REMEMBERED), updated_at=stored(now))
    if not change(sql("auth", "renew_session"), asdict(renewed), repeatable=True):
        return Absent(set_cookies.cleared(call))  # ended by another request between the two statements
    return Presented(renewed, user, set_cookies.opened(call, session.token, remember=True))
