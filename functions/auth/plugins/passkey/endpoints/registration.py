"""GET /passkey/generate-register-options and POST verify-registration: a new passkey for who is signed in."""

import base64
import secrets
import string
from typing import Any

from auth.gate import reauthentication
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.gate.shapes import Record
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import SESSION_NOT_FRESH, Refused
from auth.mail import notices
from auth.plugins.passkey import ceremonies, challenges, records, refusals
from auth.plugins.passkey.challenges import Purpose
from auth.plugins.passkey.records import Passkey
from auth.session import sessions, set_cookies
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.text import has_nul, storable
from spoor.accounts.activity import SecurityEvent
from spoor.database import sql, transaction
from spoor.ids import random_letters

RP_NAME = "Spoor"
"""What a browser's dialogue calls this server."""

MOST = 100
"""Passkeys of a user."""

LONGEST_NAME = 200
_TIMEOUT_MS = 60_000


def generate(call: Call, presented: Presented) -> Answer:
    """What the browser's authenticator needs to make a credential; it is not asked for one that it has."""
    reauthentication.check(call, presented, SESSION_NOT_FRESH)
    user, challenge = presented.user, challenges.new()
    attachment = call.queried("authenticatorAttachment")
    body = {
        "challenge": challenge,
        "rp": {"name": RP_NAME, "id": ceremonies.rp_id(call)},
        "user": {"id": _handle(), "name": storable(call.queried("name")) or user.email, "displayName": user.email},
        "pubKeyCredParams": [{"alg": each, "type": "public-key"} for each in ceremonies.ALGORITHMS],
        "timeout": _TIMEOUT_MS,
        "attestation": "none",
        "excludeCredentials": [each.descriptor() for each in records.list_of(user.id)],
        "authenticatorSelection": {
            "residentKey": "preferred",
            "userVerification": "preferred",
            "requireResidentKey": False,
            **({"authenticatorAttachment": attachment} if attachment else {}),
        },
        "extensions": {"credProps": True},
        "hints": [],
    }
    said = {"id": user.id, "name": user.email, "displayName": user.email}
    context = storable(call.queried("context")) or None
    return Answer(body=body, cookies=(challenges.keep(call, challenge, Purpose.REGISTRATION, said, context=context),))


def verify(call: Call, presented: Presented) -> Answer:
    """Keep what the authenticator has made, under the user's word for it."""
    reauthentication.check(call, presented, SESSION_NOT_FRESH)
    answered, name = call.fields["response"], call.fields.get("name")
    challenge = challenges.take(call, Purpose.REGISTRATION)
    if challenge.user_id != presented.user.id:
        raise Refused(refusals.NOT_YOURS)
    made = ceremonies.registered(call, answered, challenge)
    passkey = Passkey(
        id=random_letters(32),
        name=None if name is None else storable(name),
        user_id=presented.user.id,
        transports=_transports(answered),
        created_at=stored(call.now),
        **vars(made),
    )
    session = sessions.new(call, presented.user.id, remember=True) if call.fields.get("createSession") else None
    with transaction() as live:
        row = live.execute(sql("auth.plugins.passkey", "add_passkey"), {**passkey.row(), "most": MOST}).fetchone()
        if row and session:
            live.execute(sql("auth.session", "add_session"), sessions.to_add(call, session))
    if row is None:
        raise Refused(refusals.TOO_MANY if len(records.list_of(presented.user.id)) >= MOST else refusals.NOT_YOURS)
    notices.tell(call, presented.user, SecurityEvent.PASSKEY_ADDED)
    if session is None:
        return Answer(body=passkey.wire())
    body = {**passkey.wire(), "session": session.wire(), "user": presented.user.wire()}
    return Answer(body=body, cookies=set_cookies.opened(call, session.token, remember=True))


def _handle() -> str:
    """By which the authenticator knows the user: new each time, since a passkey's row says whose it is."""
    letters = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(32))
    return base64.urlsafe_b64encode(letters.encode()).decode().rstrip("=")


def _transports(answered: Any) -> str | None:
    """How the authenticator may be reached, as the browser says; what is no word for that is left out."""
    inner = answered.get("response")
    said = inner.get("transports") if isinstance(inner, dict) else None
    if not isinstance(said, list):
        return None
    words = [each for each in said if isinstance(each, str) and each.isascii() and each.replace("-", "").isalnum()]
    return ",".join(each[:32] for each in words[:10]) or None


class _Name(Field):
    """What somebody calls a passkey."""

    def problems(self, values: Any, place: str = "body") -> list[str]:
        """See Field."""
        found = super().problems(values, place)
        bad = not found and has_nul(values.get(self.name))
        return [f"[{place}.{self.name}] Invalid string"] if bad else found


def name_field(*, required: bool) -> Field:
    """What somebody calls a passkey."""
    return _Name("name", required=required, longest=LONGEST_NAME)


ENDPOINTS = (
    Endpoint(
        "GET",
        "/passkey/generate-register-options",
        signed_in(generate, fresh=True),
        query=(
            Field("authenticatorAttachment", required=False, options=("platform", "cross-platform")),
            name_field(required=False),
            _Name("context", required=False, longest=LONGEST_NAME),
        ),
    ),
    Endpoint(
        "POST",
        "/passkey/verify-registration",
        signed_in(verify, fresh=True),
        Body(
            fields=(
                Record("response"),
                name_field(required=False),
                Field("createSession", "boolean", required=False),
            )
        ),
        event=SecurityEvent.PASSKEY_ADDED,
    ),
)
