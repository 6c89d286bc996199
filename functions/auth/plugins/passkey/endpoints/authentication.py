"""GET /passkey/generate-authenticate-options and POST verify-authentication: a passkey opens a session.

One by which its user has proved to the authenticator who they are, by a finger, a face or a PIN, is two factors by
itself: something they have, and something they are or know. So no code is asked for beside it. A passkey whose holder
was only there stands for the password alone, and whoever has a second factor is asked for it.
"""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.shapes import Record
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.plugins.passkey import ceremonies, challenges, records, refusals
from auth.plugins.passkey.challenges import Purpose
from auth.plugins.passkey.records import Passkey
from auth.session import devices, second_factor, sessions, set_cookies
from auth.session.sessions import Presented
from auth.users.records import User
from spoor.accounts.activity import SecurityEvent
from spoor.database import sql, transaction

_TIMEOUT_MS = 60_000


def generate(call: Call) -> Answer:
    """What the browser's authenticator has to sign; who is signed in is told which passkeys are theirs."""
    found, challenge = sessions.present(call), challenges.new()
    user_id = found.user.id if isinstance(found, Presented) else ""
    own = [each.descriptor() for each in records.list_of(user_id)] if user_id else []
    body = {
        "rpId": ceremonies.rp_id(call),
        "challenge": challenge,
        "timeout": _TIMEOUT_MS,
        "userVerification": "preferred",
        **({"allowCredentials": own} if own else {}),
    }
    cookie = challenges.keep(call, challenge, Purpose.AUTHENTICATION, {"id": user_id})
    return Answer(body=body, cookies=(*found.cookies, cookie))


def verify(call: Call) -> Answer:
    """Open a session for whose passkey has signed."""
    answered = call.fields["response"]
    challenge = challenges.take(call, Purpose.AUTHENTICATION)
    row = records.find_credential(answered.get("id"))
    if row is None:
        raise Refused(refusals.NO_PASSKEY_TO_SIGN_IN)
    passkey, user = Passkey.from_row(row), User.from_row(row)
    call.witness.sees(user.id)
    used = ceremonies.authenticated(call, answered, challenge, passkey)
    session = sessions.new(call, user.id, remember=True)
    trusted: tuple[str, ...] = ()
    with transaction() as live:
        kept = {"id": passkey.id, "counter": used.counter}
        if live.execute(sql("auth.plugins.passkey", "keep_counter"), kept).fetchone() is None:
            raise Refused(refusals.NOT_AUTHENTICATED)
        if second_factor.is_due_elsewhere(user) and not used.user_verified:
            passed = second_factor.passed(live, call, user)
            if passed is None:
                asked = second_factor.ask(live, call, user, remember=True)
                return Answer(body=second_factor.ASKED, cookies=asked)
            trusted = passed
        live.execute(sql("auth.session", "add_session"), sessions.to_add(call, session))
    call.witness.sees(user.id, session.id)
    return Answer(
        body={"session": session.wire(), "user": user.wire()},
        cookies=(
            *set_cookies.opened(call, session.token, remember=True),
            *devices.remembered(call, user.email),
            *trusted,
        ),
    )


ENDPOINTS = (
    Endpoint("GET", "/passkey/generate-authenticate-options", generate),
    Endpoint(
        "POST",
        "/passkey/verify-authentication",
        verify,
        Body(fields=(Record("response"),)),
        signs_in=True,
        event=SecurityEvent.SIGN_IN,
    ),
)
