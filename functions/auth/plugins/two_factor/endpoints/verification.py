"""POST /two-factor/verify-totp and verify-backup-code: a code turns a second factor on, or ends a sign-in."""

from dataclasses import replace
from functools import partial

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refusal, Refused
from auth.mail import notices
from auth.plugins.two_factor import attempts, records, refusals
from auth.plugins.two_factor.attempts import CodeKind
from auth.plugins.two_factor.replacement import replace_session
from auth.session import devices, second_factor, sessions, set_cookies
from auth.session.sessions import Absent, Presented
from auth.users import verifications
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.database import sql, transaction
from spoor.postgres.connection import Connection

_ATTEMPTS = 5


def verify(call: Call, kind: CodeKind) -> Answer:
    """Judge a code: for who is signed in, or else for the question that a sign-in has left in the browser."""
    presented = sessions.present(call)
    if isinstance(presented, Absent):
        return _answered_question(call, kind)
    try:
        answer = _signed_in(call, kind, presented)
    except Refused as refused:
        return refused.answer(presented.cookies)
    return replace(answer, cookies=(*presented.cookies, *answer.cookies))


def _signed_in(call: Call, kind: CodeKind, presented: Presented) -> Answer:
    """The first right code turns it on, in a new session; nothing is counted here. Raises Refused."""
    user, token = presented.user, presented.session.token
    cookies: tuple[str, ...] = ()
    call.witness.event = kind.event or SecurityEvent.SECOND_FACTOR_ON
    with transaction() as live:
        found = records.lock(live, call, user.id)
        if found is None:
            raise Refused(kind.missing)
        taken = kind.judge(replace(found, last_step=None), call.fields["code"], call.now)
        if taken is None:
            raise Refused(kind.wrong)
        turns_on = kind is attempts.TOTP and not found.verified
        step = taken.last_step if turns_on else found.last_step
        records.keep(live, call, replace(taken, verified=found.verified or turns_on, last_step=step))
        if turns_on:
            user = replace(user, two_factor_enabled=True)
            token = replace_session(live, call, presented).token
    if turns_on:
        cookies = set_cookies.renewed(call, token)
    call.witness.event = SecurityEvent.SECOND_FACTOR_ON if turns_on else kind.event
    if call.witness.event:
        notices.tell(call, user, call.witness.event)
    return Answer(body={"token": token, "user": user.wire()}, cookies=cookies)


def _answered_question(call: Call, kind: CodeKind) -> Answer:
    """What a code leaves behind is kept, a wrong one's count too: so a refusal is an answer here, and no error."""
    with transaction() as live:
        answer, let_in = _judged(live, call, kind)
    if let_in and kind.event:
        call.witness.more.append(kind.event)
        notices.tell(call, let_in, kind.event)
    return answer


def _judged(live: Connection, call: Call, kind: CodeKind) -> tuple[Answer, User | None]:
    """The question, the second factor, the lock, the attempts, the code: the first that is not good is the answer.

    With it the user, where all of them are good.
    """
    name = second_factor.challenge_of(call)
    user = _user_of(live, name)
    if name is None or user is None:
        return _refused(refusals.INVALID_COOKIE)
    call.witness.sees(user.id)
    found = records.lock(live, call, user.id)
    if found is None or not found.verified:
        return _refused(kind.missing)
    if found.is_locked(call.now):
        return _refused(refusals.LOCKED)
    counted = {"identifier": second_factor.attempts_of(name)}
    row = live.execute(sql("auth.plugins.two_factor", "count_attempt"), counted).fetchone()
    if row is None:
        return _refused(refusals.INVALID_COOKIE, set_cookies.challenge_cleared(call))
    if row["before"] >= _ATTEMPTS:
        _end(live, name)
        return _refused(refusals.TOO_MANY_ATTEMPTS, set_cookies.challenge_cleared(call))
    taken = kind.judge(found, call.fields["code"], call.now)
    if taken is None:
        records.keep(live, call, replace(found, **records.after_failure(found, call.now)))
        return _refused(kind.wrong)
    records.keep(live, call, replace(taken, failures=0, locked_until=None))
    _end(live, name)
    return _let_in(live, call, user), user


def _let_in(live: Connection, call: Call, user: User) -> Answer:
    if call.fields.get("disableSession"):
        return Answer(body={"user": user.wire()})
    remember = not set_cookies.dont_remember(call)
    session = sessions.new(call, user.id, remember=remember)
    live.execute(sql("auth.session", "add_session"), sessions.to_add(call, session))
    call.witness.sees(user.id, session.id)
    cookies = (*set_cookies.renewed(call, session.token), set_cookies.challenge_cleared(call))
    if call.fields.get("trustDevice"):
        cookies = (*cookies, second_factor.trust(live, call, user.id), *set_cookies.dont_remember_cleared(call))
    if remember:
        cookies = (*cookies, *devices.remembered(call, user.email))
    return Answer(body={"token": session.token, "user": user.wire()}, cookies=cookies)


def _user_of(live: Connection, name: str | None) -> User | None:
    """Whom a question is for."""
    if name is None:
        return None
    row = live.execute(sql("auth.users", "find_verification"), {"identifier": name}).fetchone()
    found = live.execute(sql("auth.users", "find_user_by_id"), {"id": row["value"]}).fetchone() if row else None
    return User.from_row(found) if found else None


def _end(live: Connection, name: str) -> None:
    for identifier in (name, second_factor.attempts_of(name)):
        verifications.consume(live, identifier)


def _refused(refusal: Refusal, *cookies: str) -> tuple[Answer, None]:
    return Refused(refusal).answer(cookies), None


_CODE = (Field("code"), Field("trustDevice", "boolean", required=False))

ENDPOINTS = (
    Endpoint(
        "POST",
        "/two-factor/verify-totp",
        partial(verify, kind=attempts.TOTP),
        Body(fields=_CODE),
        event=SecurityEvent.SIGN_IN,
    ),
    Endpoint(
        "POST",
        "/two-factor/verify-backup-code",
        partial(verify, kind=attempts.BACKUP_CODE),
        Body(fields=(*_CODE, Field("disableSession", "boolean", required=False))),
        event=SecurityEvent.SIGN_IN,
    ),
)
