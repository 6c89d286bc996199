"""POST /change-email: a signed-in user asks for another address."""

from psycopg.errors import UniqueViolation

from auth import features
from auth.features import Feature, is_on
from auth.gate import limits, reauthentication
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import CHANGE_EMAIL_DISABLED, NO_WAY_TO_CHANGE_EMAIL, SAME_EMAIL, SESSION_NOT_FRESH, Refused
from auth.mail import letters, notices, quiet
from auth.mail.email_tokens import CONFIRMATION, VERIFICATION, EmailToken
from auth.mail.post import post
from auth.mail.verification import send_verification
from auth.session import lifetimes, set_cookies
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql

_DONE = {"status": True}
_PASSWORD = Field("password", required=False)


def respond(call: Call, presented: Presented) -> Answer:
    """Mail a link to the new address; nothing changes until it is opened.

    It takes the password, beside Better Auth's fields, or having signed in just now; and a verified user first has to
    confirm it by the old address. Where that is switched on, one who was never verified is moved at once. A taken
    address gets the same answer, in the same time, and no mail.
    """
    user, new_email = presented.user, call.fields["newEmail"].lower()
    at_once = is_on(Feature.UPDATE_EMAIL_WITHOUT_VERIFICATION)
    if not features.sends_mail() and not at_once:
        raise Refused(CHANGE_EMAIL_DISABLED)
    if new_email == user.email:
        raise Refused(SAME_EMAIL)
    at_once = at_once and not user.email_verified
    if not features.sends_mail() and not at_once:
        raise Refused(NO_WAY_TO_CHANGE_EMAIL)
    reauthentication.check(call, presented, SESSION_NOT_FRESH)
    limits.check_mail(call, user.id, new_email)
    with quiet.floor():
        if run(sql("auth.users", "find_address"), {"email": new_email}, repeatable=True):
            return Answer(body=_DONE)
        if at_once:
            return _move(call, presented, new_email)
        _mail(call, user, new_email)
    return Answer(body=_DONE)


def move_to(call: Call, user: User, new_email: str) -> User | None:
    """The user with the new address, or None when it is somebody's by now, or the old one is not what it was."""
    values = {"id": user.id, "email": user.email, "update_to": new_email, "updated_at": stored(call.now)}
    try:
        rows = run(sql("auth.endpoints", "move_email"), values, repeatable=False)
    except UniqueViolation:
        return None
    return User.from_row(rows[0]) if rows else None


def _move(call: Call, presented: Presented, new_email: str) -> Answer:
    moved = move_to(call, presented.user, new_email)
    if moved is None:
        return Answer(body=_DONE)
    call.witness.event = SecurityEvent.EMAIL_CHANGED
    notices.tell(call, presented.user, SecurityEvent.EMAIL_CHANGED)
    if features.sends_mail():
        send_verification(call, moved)
    return Answer(body=_DONE, cookies=set_cookies.renewed(call, presented.session.token))


def _mail(call: Call, user: User, new_email: str) -> None:
    callback, until = call.fields.get("callbackURL"), call.now + lifetimes.EMAIL_TOKEN
    if user.email_verified and is_on(Feature.SEND_CHANGE_EMAIL_CONFIRMATION):
        link = EmailToken(user.email, user.id, new_email, CONFIRMATION).link(call, callback)
        post(letters.confirm_change(call, user.email, new_email, link), until)
    else:
        link = EmailToken(user.email, user.id, new_email, VERIFICATION).link(call, callback)
        post(letters.change_email(call, new_email, link), until)


ENDPOINT = Endpoint(
    "POST",
    "/change-email",
    signed_in(respond),
    Body(fields=(Field("newEmail", email=True), Field("callbackURL", required=False), _PASSWORD)),
    event=SecurityEvent.EMAIL_CHANGE_ASKED,
)
