"""POST /delete-user and the link in a mail, GET /delete-user/callback: a user goes, with all that is theirs."""

import secrets
from datetime import timedelta
from string import ascii_lowercase, digits

from auth.features import Feature, is_on
from auth.gate import guards, limits
from auth.gate.body import Body
from auth.gate.credentials import proved
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import DELETION_DISABLED, INVALID_DELETION_TOKEN, NO_USER_INFO, SESSION_EXPIRED, Refused
from auth.mail import letters, notices
from auth.mail.email_tokens import in_a_link
from auth.mail.post import post
from auth.session import lifetimes, sessions, set_cookies
from auth.session.sessions import Absent, Presented
from auth.users import departures, verifications
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.database import transaction

_DELETED = {"success": True, "message": "User deleted"}
_MAILED = {"success": True, "message": "Verification email sent"}
_WITHIN_S = 20.0
"""Seconds for the database: a user's apps go with them, and an app's events with it."""


def respond(call: Call, presented: Presented) -> Answer:
    """Delete the user who asks, if their password, a token from a mail or a fresh session proves it.

    Where that is switched on, a mail is sent first, and its link deletes them.
    """
    if not is_on(Feature.DELETE_USER):
        return Answer(404)
    user, password, token = presented.user, call.fields.get("password"), call.fields.get("token")
    if password:
        proved(call, user, password)
    if token:
        _delete_by_token(user, token)
    elif is_on(Feature.SEND_DELETE_ACCOUNT_VERIFICATION):
        call.witness.event = SecurityEvent.DELETION_ASKED
        limits.check_mail(call, user.id, user.email)
        _mail(call, user)
        return Answer(body=_MAILED)
    elif not password and not guards.is_fresh(call, presented, _fresh()):
        raise Refused(SESSION_EXPIRED)
    else:
        with transaction(_WITHIN_S) as connection:
            departures.delete(connection, user.id)
    notices.tell(call, user, SecurityEvent.ACCOUNT_DELETED)
    return Answer(body=_DELETED, cookies=set_cookies.cleared(call))


def follow(call: Call) -> Answer:
    """The link: only in a browser where its user is signed in."""
    if not is_on(Feature.DELETE_USER):
        raise Refused(DELETION_DISABLED)
    found = sessions.present(call)
    try:
        if isinstance(found, Absent):
            raise Refused(NO_USER_INFO)
        _delete_by_token(found.user, call.queried("token"))
    except Refused as refused:
        return refused.answer(found.cookies)
    notices.tell(call, found.user, SecurityEvent.ACCOUNT_DELETED)
    cookies = (*found.cookies, *set_cookies.cleared(call))
    if callback := call.queried("callbackURL"):
        return Answer(302, headers=locations.header(callback), cookies=cookies)
    return Answer(body=_DELETED, cookies=cookies)


def _fresh() -> timedelta:
    """How long after signing in nobody is asked for the password."""
    return lifetimes.JUST_SIGNED_IN if is_on(Feature.REAUTHENTICATE) else lifetimes.FRESH


def _delete_by_token(user: User, token: str) -> None:
    with transaction(_WITHIN_S) as connection:
        if verifications.consume(connection, _identifier(token)) != user.id:
            raise Refused(INVALID_DELETION_TOKEN)
        departures.delete(connection, user.id)


def _mail(call: Call, user: User) -> None:
    token = "".join(secrets.choice(digits + ascii_lowercase) for _ in range(32))
    verifications.add(call, _identifier(token), user.id, lifetimes.DELETION_TOKEN)
    callback = in_a_link(call.fields.get("callbackURL") or "/")
    link = call.site.address(f"/delete-user/callback?token={token}&callbackURL={callback}")
    post(letters.delete_user(call, user.email, link), call.now + lifetimes.DELETION_TOKEN)


def _identifier(token: str) -> str:
    return f"delete-account-{token}"


ENDPOINTS = (
    Endpoint(
        "POST",
        "/delete-user",
        guards.signed_in(respond),
        Body(
            fields=(
                Field("callbackURL", required=False),
                Field("password", required=False),
                Field("token", required=False),
            )
        ),
        event=SecurityEvent.ACCOUNT_DELETED,
    ),
    Endpoint(
        "GET",
        "/delete-user/callback",
        follow,
        query=(Field("token"), Field("callbackURL", required=False)),
        event=SecurityEvent.ACCOUNT_DELETED,
    ),
)
