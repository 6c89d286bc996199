"""GET /verify-email: the link in a mail, which verifies an address or moves a user to a new one."""

from auth.endpoints.change_email import move_to
from auth.features import Feature, is_on
from auth.gate import limits
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.limits import TooManyRequests
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import EMAIL_TOKEN_EXPIRED, INVALID_EMAIL_TOKEN, INVALID_USER, USER_NOT_FOUND, Refused
from auth.mail import letters, notices
from auth.mail.email_tokens import CONFIRMATION, VERIFICATION, EmailToken, read
from auth.mail.post import post
from auth.session import devices, lifetimes, second_factor, sessions, set_cookies
from auth.session.sessions import Absent, Presented
from auth.users.dates import stored
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.accounts.tokens import ExpiredToken, InvalidToken
from spoor.database import change, run, sql


def respond(call: Call) -> Answer:
    """Do what the token says. With a callbackURL every outcome leads there, an error with its code."""
    callback = call.queried("callbackURL")
    try:
        answer = _follow(call, _read(call))
    except TooManyRequests:
        raise
    except Refused as refused:
        if not callback:
            raise
        call.witness.reason = str(refused.refusal.code)
        target = locations.appended(callback, error=str(refused.refusal.code))
        return Answer(302, headers=locations.header(target))
    return Answer(302, headers=locations.header(callback), cookies=answer.cookies) if callback else answer


def _read(call: Call) -> EmailToken:
    try:
        return read(call, call.queried("token"))
    except ExpiredToken as error:
        raise Refused(EMAIL_TOKEN_EXPIRED) from error
    except InvalidToken as error:
        raise Refused(INVALID_EMAIL_TOKEN) from error


def _follow(call: Call, token: EmailToken) -> Answer:
    return _change(call, token, token.update_to) if token.update_to else _verify(call, token)


def _verify(call: Call, token: EmailToken) -> Answer:
    """A second time is a success too: people press a button twice, and scanners open links before them."""
    rows = run(sql("auth.users", "find_user_by_email"), {"email": token.email}, repeatable=True)
    if not rows:
        raise Refused(USER_NOT_FOUND)
    user = User.from_row(rows[0])
    call.witness.sees(user.id)
    if token.user_id and token.user_id != user.id:
        raise Refused(INVALID_EMAIL_TOKEN)
    cookies: tuple[str, ...] = ()
    if not user.email_verified:
        values = {"id": user.id, "email": user.email, "updated_at": stored(call.now)}
        if not change(sql("auth.users", "verify_email"), values, repeatable=True):
            raise Refused(INVALID_EMAIL_TOKEN)  # another request has just moved them to another address
        if is_on(Feature.AUTO_SIGN_IN_AFTER_VERIFICATION) and not second_factor.is_due_elsewhere(user):
            cookies = _signed_in(call, user)
    return Answer(body={"status": True, "user": None}, cookies=cookies)


def _signed_in(call: Call, user: User) -> tuple[str, ...]:
    """The cookies of the user's session in this browser, which is opened unless it is theirs already."""
    found = sessions.present(call)
    if isinstance(found, Presented) and found.user.email == user.email:
        return (*found.cookies, *set_cookies.renewed(call, found.session.token))
    session = sessions.new(call, user.id, remember=not set_cookies.dont_remember(call))
    sessions.add(call, session)
    call.witness.sees(user.id, session.id)
    call.witness.more.append(SecurityEvent.SIGN_IN)
    return (*found.cookies, *set_cookies.renewed(call, session.token), *devices.remembered(call, user.email))


def _change(call: Call, token: EmailToken, new_email: str) -> Answer:
    """A change needs the user whom the token names, who still has the old address, and nobody else's browser."""
    if not token.user_id:
        raise Refused(INVALID_EMAIL_TOKEN)
    rows = run(sql("auth.users", "find_user_by_id"), {"id": token.user_id}, repeatable=True)
    if not rows:
        raise Refused(USER_NOT_FOUND)
    user = User.from_row(rows[0])
    if user.email.lower() != token.email or _is_outdated(token, user):
        raise Refused(INVALID_EMAIL_TOKEN)
    found = sessions.present(call)
    call.witness.sees(user.id, found.session.id if isinstance(found, Presented) else None)
    if isinstance(found, Presented) and found.user.id != user.id:
        raise Refused(INVALID_USER)
    call.witness.event = SecurityEvent.EMAIL_CHANGED
    if token.request_type == CONFIRMATION:
        call.witness.event = SecurityEvent.EMAIL_CHANGE_ASKED
        return _ask_the_new_address(call, user, new_email)
    if token.request_type != VERIFICATION:
        raise Refused(INVALID_EMAIL_TOKEN)
    moved = move_to(call, user, new_email)
    if moved is None:
        raise Refused(INVALID_EMAIL_TOKEN)
    notices.tell(call, user, SecurityEvent.EMAIL_CHANGED)
    cookies = () if isinstance(found, Absent) else set_cookies.renewed(call, found.session.token)
    return Answer(body={"status": True, "user": moved.wire()}, cookies=(*found.cookies, *cookies))


def _is_outdated(token: EmailToken, user: User) -> bool:
    """Whether the password was changed after the link was made: who had the account before does not get it back so."""
    rows = run(sql("auth.endpoints", "find_password_change"), {"user_id": user.id}, repeatable=True)
    return bool(rows) and token.made_at < rows[0]["changed_at"].replace(microsecond=0)


def _ask_the_new_address(call: Call, user: User, new_email: str) -> Answer:
    limits.check_mail(call, user.id, new_email)  # the link may be opened again and again
    link = EmailToken(user.email, user.id, new_email, VERIFICATION).link(call, call.queried("callbackURL"))
    post(letters.change_email(call, new_email, link), call.now + lifetimes.EMAIL_TOKEN)
    return Answer(body={"status": True})


ENDPOINT = Endpoint(
    "GET",
    "/verify-email",
    respond,
    query=(Field("token"), Field("callbackURL", required=False)),
    event=SecurityEvent.EMAIL_VERIFIED,
)
