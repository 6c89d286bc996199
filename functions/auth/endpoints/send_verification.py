"""POST /send-verification-email: one more link to verify an address with."""

from auth import features
from auth.gate import limits
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import EMAIL_ALREADY_VERIFIED, EMAIL_MISMATCH, VERIFICATION_DISABLED, Refused
from auth.mail import quiet
from auth.mail.verification import send_verification
from auth.session import sessions
from auth.session.sessions import Presented
from auth.users.records import User
from spoor.database import run, sql


def respond(call: Call) -> Answer:
    """Mail a link to an address that is not verified.

    Who is not signed in learns nothing: not whether the address is somebody's, nor, by the time that it takes, whether
    there was a mail to send.
    """
    if not features.sends_mail():
        raise Refused(VERIFICATION_DISABLED)
    limits.check_recipient(call, call.fields["email"])
    found = sessions.present(call)
    try:
        if isinstance(found, Presented):
            _send_to_himself(call, found.user)
        else:
            _send_to_somebody(call)
    except Refused as refused:
        return refused.answer(found.cookies)
    return Answer(body={"status": True}, cookies=found.cookies)


def _send_to_himself(call: Call, user: User) -> None:
    if user.email.lower() != call.fields["email"].lower():
        raise Refused(EMAIL_MISMATCH)
    if user.email_verified:
        raise Refused(EMAIL_ALREADY_VERIFIED)
    send_verification(call, user)


def _send_to_somebody(call: Call) -> None:
    with quiet.floor():
        rows = run(sql("auth.users", "find_user_by_email"), {"email": call.fields["email"].lower()}, repeatable=True)
        if rows and not rows[0]["user_email_verified"]:
            send_verification(call, User.from_row(rows[0]))


ENDPOINT = Endpoint(
    "POST",
    "/send-verification-email",
    respond,
    Body(fields=(Field("email", email=True), Field("callbackURL", required=False))),
)
