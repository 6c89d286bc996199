"""A new password for who can read the user's mail: POST /request-password-reset, the link in the mail, and POST
/reset-password."""

from auth import features
from auth.features import Feature, is_on
from auth.gate import limits
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import INVALID_TOKEN, RESET_DISABLED, RESET_USER_NOT_FOUND, Refused
from auth.mail import letters, notices, quiet
from auth.mail.email_tokens import in_a_link
from auth.mail.post import post
from auth.session import lifetimes
from auth.users import passwords, verifications
from auth.users.dates import stored
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql, transaction
from spoor.ids import random_letters

_SAID = "If this email exists in our system, check your email for the reset link"


def request(call: Call) -> Answer:
    """Mail a link to the user of an address; any other address gets the same answer, in the same time."""
    if not features.sends_mail():
        raise Refused(RESET_DISABLED)
    email = call.fields["email"].lower()
    limits.check_recipient(call, email)
    with quiet.floor():
        if rows := run(sql("auth.users", "find_address"), {"email": email}, repeatable=True):
            call.witness.sees(rows[0]["id"])
            token = random_letters(24)
            verifications.add(call, _identifier(token), rows[0]["id"], lifetimes.RESET_TOKEN)
            callback = in_a_link(call.fields.get("redirectTo", ""))
            link = call.site.address(f"/reset-password/{token}?callbackURL={callback}")
            post(letters.reset_password(call, email, link), call.now + lifetimes.RESET_TOKEN)
    return Answer(body={"status": True, "message": _SAID})


def follow(call: Call) -> Answer:
    """The link: on to the page that asks for the new password, with the token if it is good."""
    token, callback = call.parameters["token"], call.queried("callbackURL")
    if not callback:
        target = call.site.address("/error?error=INVALID_TOKEN")
    elif verifications.find(_identifier(token)) is None:
        target = locations.absolute(callback, call.site.origin, error="INVALID_TOKEN")
    else:
        target = locations.absolute(callback, call.site.origin, token=token)
    return Answer(302, headers=locations.header(target))


def reset(call: Call) -> Answer:
    """Give the user of a token a new password, and an account to keep it in where there is none.

    The token goes with the change: of several requests with one token one wins. The hash is made before, so nothing
    waits in the database meanwhile, and only for a token that is good so far. Whoever was in the account before is out
    of it: their sessions, their API tokens and every other link that was mailed end with it.
    """
    token, password = call.fields.get("token") or call.queried("token"), call.fields["newPassword"]
    if not token:
        raise Refused(INVALID_TOKEN)
    passwords.check_length(password)
    identifier = _identifier(token)
    user_id = verifications.find(identifier)
    if user_id is None:
        raise Refused(INVALID_TOKEN)
    call.witness.sees(user_id)
    user = _store(call, identifier, user_id, passwords.hash_password(password))
    notices.tell(call, user, SecurityEvent.PASSWORD_RESET)
    return Answer(body={"status": True})


def _store(call: Call, identifier: str, user_id: str, password_hash: str) -> User:
    with transaction() as connection:
        if verifications.consume(connection, identifier) != user_id:
            raise Refused(INVALID_TOKEN)
        row = connection.execute(sql("auth.users", "lock_user"), {"id": user_id}).fetchone()
        if not row:
            raise Refused(RESET_USER_NOT_FOUND)
        connection.execute(sql("auth.endpoints", "forget_links"), {"user_id": user_id})
        if is_on(Feature.REVOKE_SESSIONS_ON_PASSWORD_RESET):
            ended = {"user_id": user_id, "but": None, "and_tokens": False}
            connection.execute(sql("auth.session", "revoke_sessions"), ended)
        if is_on(Feature.REVOKE_TOKENS_ON_PASSWORD_RESET):
            connection.execute(sql("auth.session", "revoke_tokens"), {"user_id": user_id})
        account = {"id": random_letters(32), "user_id": user_id, "password": password_hash, "now": stored(call.now)}
        connection.execute(sql("auth.endpoints", "set_password"), account)
    return User.from_row(row)


def _identifier(token: str) -> str:
    return f"reset-password:{token}"


ENDPOINTS = (
    Endpoint(
        "POST",
        "/request-password-reset",
        request,
        Body(fields=(Field("email", email=True), Field("redirectTo", required=False))),
        event=SecurityEvent.PASSWORD_RESET_ASKED,
    ),
    Endpoint("GET", "/reset-password/:token", follow, query=(Field("callbackURL"),)),
    Endpoint(
        "POST",
        "/reset-password",
        reset,
        Body(fields=(Field("newPassword"), Field("token", required=False))),
        query=(Field("token", required=False),),
        event=SecurityEvent.PASSWORD_RESET,
    ),
)
