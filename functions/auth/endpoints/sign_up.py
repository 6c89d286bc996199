"""POST /sign-up/email: a new user with a password, signed in at once unless the settings say otherwise."""

from contextlib import nullcontext
from dataclasses import asdict, fields

from psycopg.errors import UniqueViolation

from auth import features
from auth.features import Feature, is_on
from auth.gate import limits
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import IMAGE, NAME, Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import FAILED_TO_CREATE_USER, SIGN_UP_DISABLED, USER_ALREADY_EXISTS, Refused
from auth.mail import quiet
from auth.mail.verification import send_verification
from auth.session import devices, sessions, set_cookies
from auth.users import first_user, passwords
from auth.users.dates import stored
from auth.users.records import Session, User
from auth.users.text import has_nul, storable
from spoor.accounts.activity import SecurityEvent
from spoor.database import change, run, sql, transaction
from spoor.ids import random_letters


class _Taken(Exception):
    """The address is another user's."""


def respond(call: Call) -> Answer:
    """Make the user, the account that holds the password, and a session; all of it or nothing.

    A quiet sign-up opens no session, and gives a taken address the answer of a free one, in the same time.
    """
    if is_on(Feature.DISABLE_SIGN_UP) or is_on(Feature.DISABLE_EMAIL_PASSWORD) or first_user.has_closed_sign_up():
        raise Refused(SIGN_UP_DISABLED)
    passwords.check_length(call.fields["password"])
    user, is_quiet = _new_user(call), features.quiet_sign_up()
    remember = call.fields.get("rememberMe", True)
    if features.verifies_on_sign_up():
        limits.check_recipient(call, user.email)
    session = None if is_quiet else sessions.new(call, user.id, remember=remember)
    with quiet.floor() if is_quiet else nullcontext():
        try:
            _add(call, user, session)
        except _Taken as error:
            if not is_quiet:
                raise Refused(USER_ALREADY_EXISTS) from error
        else:
            call.witness.sees(user.id, session.id if session else None)
            if features.verifies_on_sign_up():
                send_verification(call, user)
    body = {"token": session.token if session else None, "user": user.wire()}
    if session is None:
        return Answer(body=body)
    device = devices.remembered(call, user.email) if remember else ()
    return Answer(body=body, cookies=(*set_cookies.opened(call, session.token, remember=remember), *device))


def _new_user(call: Call) -> User:
    now, image = stored(call.now), call.fields.get("image")
    return User(
        id=random_letters(32),
        name=storable(call.fields["name"]),
        email=call.fields["email"].lower(),
        email_verified=False,
        image=None if image is None else storable(image),
        created_at=now,
        updated_at=now,
    )


def _add(call: Call, user: User, session: Session | None) -> None:
    """Store them. Of several sign-ups of one address at once the unique index lets one win.

    The hash is made before anything is written, so nothing waits in the database meanwhile. Where no session follows it
    is made for a taken address as well, and the loser of a race is told that it is taken: no answer may differ.

    Raises _Taken, Refused.
    """
    taken = run(sql("auth.users", "find_address"), {"email": user.email}, repeatable=True)
    if taken and session:
        raise _Taken
    password_hash = passwords.hash_password(call.fields["password"])
    if has_nul(user.name, user.image):
        raise Refused(FAILED_TO_CREATE_USER)
    if taken:
        raise _Taken
    values = _parameters(call, user, session, password_hash)
    try:
        if is_on(Feature.CLOSE_SIGN_UP_AFTER_FIRST):
            with transaction() as live:
                if first_user.is_taken(live):
                    raise Refused(SIGN_UP_DISABLED)
                live.execute(sql("auth.users", "add_user"), values)
        else:
            change(sql("auth.users", "add_user"), values, repeatable=False)
    except UniqueViolation as error:
        raise (Refused(FAILED_TO_CREATE_USER) if session else _Taken) from error


def _parameters(call: Call, user: User, session: Session | None, password_hash: str) -> dict[str, object]:
    values = {f"user_{key}": value for key, value in asdict(user).items()}
    opened = asdict(session) if session else dict.fromkeys(field.name for field in fields(Session))
    values |= {f"session_{key}": value for key, value in opened.items()}
    replaced = sessions.replaced(call) if session else None
    return values | {"account_id": random_letters(32), "password": password_hash, "replaced": replaced}


ENDPOINT = Endpoint(
    "POST",
    "/sign-up/email",
    respond,
    Body(
        fields=(
            NAME,
            Field("email", email=True),
            Field("password", filled=True),
            IMAGE,
            Field("callbackURL", required=False),
            Field("rememberMe", "boolean", required=False),
        ),
        forms=True,
        shapes=("object", "record"),
    ),
    signs_in=True,
    event=SecurityEvent.SIGN_UP,
)
