"""POST /sign-in/email: a known address and its password open a session."""

from auth.features import Feature, is_on
from auth.gate import limits
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import (
    EMAIL_NOT_VERIFIED,
    EMAIL_PASSWORD_DISABLED,
    INVALID_EMAIL,
    INVALID_EMAIL_OR_PASSWORD,
    Refused,
)
from auth.mail.verification import send_verification
from auth.session import devices, second_factor, sessions, set_cookies
from auth.users import passwords
from auth.users.records import User
from auth.users.text import is_address
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql


def respond(call: Call) -> Answer:
    """Open a session for the user whose address and password these are.

    Unknown address, account without a password and wrong password get the same answer after the same one hash; which is
    not made any more where the account has been tried too often.
    """
    if is_on(Feature.DISABLE_EMAIL_PASSWORD):
        raise Refused(EMAIL_PASSWORD_DISABLED)
    email, password = call.fields["email"], call.fields["password"]
    remember = call.fields.get("rememberMe", True)
    if not is_address(email):
        raise Refused(INVALID_EMAIL)
    passwords.check_not_too_long(password)
    [row] = run(sql("auth.endpoints", "find_login"), limits.of_account(call, email), repeatable=True)
    call.witness.sees(row["user_id"])
    limits.check(row)
    if not passwords.verify(password, row["password"]):
        raise Refused(INVALID_EMAIL_OR_PASSWORD)
    user = User.from_row(row)
    if not user.email_verified and is_on(Feature.REQUIRE_EMAIL_VERIFICATION):
        if is_on(Feature.SEND_ON_SIGN_IN):
            send_verification(call, user)
        raise Refused(EMAIL_NOT_VERIFIED)
    callback: str | None = call.fields.get("callbackURL")
    trusted: tuple[str, ...] = ()
    if second_factor.is_due(user):
        may_enter, trusted = second_factor.pass_or_ask(call, user, remember=remember)
        if not may_enter:
            limits.forget(call, email)
            return Answer(body=second_factor.ASKED, headers=_location(callback), cookies=trusted)
    session = sessions.new(call, user.id, remember=remember)
    sessions.add(call, session, limits.account_key(call, email))
    call.witness.sees(user.id, session.id)
    return Answer(
        body={
            "redirect": bool(callback),
            "token": session.token,
            **({} if callback is None else {"url": callback}),
            "user": user.wire(),
        },
        headers=_location(callback),
        cookies=(
            *set_cookies.opened(call, session.token, remember=remember),
            *(devices.remembered(call, user.email) if remember else ()),
            *trusted,
        ),
    )


def _location(callback: str | None) -> dict[str, str]:
    return locations.header(callback) if callback else {}


ENDPOINT = Endpoint(
    "POST",
    "/sign-in/email",
    respond,
    Body(
        fields=(
            Field("email"),
            Field("password"),
            Field("callbackURL", required=False),
            Field("rememberMe", "boolean", required=False),
        ),
        forms=True,
    ),
    signs_in=True,
    event=SecurityEvent.SIGN_IN,
)
