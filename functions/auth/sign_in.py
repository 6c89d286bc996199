"""POST /sign-in/email: a known address and its password open a session."""

from urllib.parse import quote

from auth import limits, passwords, sessions, set_cookies
from auth.answer import Answer
from auth.body import Body
from auth.call import Call
from auth.email_address import is_address
from auth.endpoint import Endpoint
from auth.fields import Field
from auth.records import User
from auth.refusals import INVALID_EMAIL, INVALID_EMAIL_OR_PASSWORD, PASSWORD_TOO_LONG, Refused
from spoor.database import run, sql

_PLAIN_IN_A_HEADER = "".join(
    map(chr, range(0x20, 0x7F))
)  # everything else is percent-encoded: a header holds ASCII only


def respond(call: Call) -> Answer:
    """Open a session for the user whose address and password these are.

    Unknown address, account without a password and wrong password get the same answer after the same one hash.
    """
    email, password = call.fields["email"], call.fields["password"]
    remember = call.fields.get("rememberMe", True)
    if not is_address(email):
        raise Refused(INVALID_EMAIL)
    if passwords.length(password) > passwords.LONGEST:
        raise Refused(PASSWORD_TOO_LONG)
    rows = run(sql("auth", "find_login"), {"email": email.lower()}, repeatable=True)
    if not passwords.verify(password, rows[0]["password"] if rows else None):
        raise Refused(INVALID_EMAIL_OR_PASSWORD)
    user = User.from_row(rows[0])
    session = sessions.new(call, user.id, remember=remember)
    sessions.add(session, limits.account_key(email, call.path))
    callback = call.fields.get("callbackURL")
    return Answer(
        body={
            "redirect": bool(callback),
            "token": session.token,
            **({} if callback is None else {"url": callback}),
            "user": user.wire(),
        },
        headers={"location": quote(callback, safe=_PLAIN_IN_A_HEADER)} if callback else {},
        cookies=set_cookies.opened(call, session.token, remember=remember),
    )


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
    names_account=True,
)
