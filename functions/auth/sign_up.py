"""POST /sign-up/email: a new user with a password, signed in at once."""

from dataclasses import asdict

from psycopg.errors import UniqueViolation

from auth import passwords, sessions, set_cookies
from auth.answer import Answer
from auth.body import Body
from auth.call import Call
from auth.dates import stored
from auth.endpoint import Endpoint
from auth.fields import Field
from auth.records import Session, User
from auth.refusals import FAILED_TO_CREATE_USER, PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT, USER_ALREADY_EXISTS, Refused
from auth.text import has_nul, storable
from spoor.database import change, run, sql
from spoor.ids import random_letters


def respond(call: Call) -> Answer:
    """Make the user, the account that holds the password, and a session; all of it or nothing.

    Of several sign-ups of one address at once the unique index lets one win. The hash is made before anything is
    written, so nothing waits in the database meanwhile.
    """
    password = call.fields["password"]
    remember = call.fields.get("rememberMe", True)
    if passwords.length(password) < passwords.SHORTEST:
        raise Refused(PASSWORD_TOO_SHORT)
    if passwords.length(password) > passwords.LONGEST:
        raise Refused(PASSWORD_TOO_LONG)
    user = _new_user(call)
    if run(sql("auth", "find_address"), {"email": user.email}, repeatable=True):
        raise Refused(USER_ALREADY_EXISTS)
    if has_nul(user.name, user.image):
        raise Refused(FAILED_TO_CREATE_USER)
    session = sessions.new(call, user.id, remember=remember)
    _store(user, session, passwords.hash_password(password))
    body = {"token": session.token, "user": user.wire()}
    return Answer(body=body, cookies=set_cookies.opened(call, session.token, remember=remember))


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


def _store(user: User, session: Session, password_hash: str) -> None:
    values = {f"user_{key}": value for key, value in asdict(user).items()}
    values |= {f"session_{key}": value for key, value in asdict(session).items()}
    values |= {"account_id": random_letters(32), "password": password_hash}
    try:
        change(sql("auth", "add_user"), values, repeatable=False)
    except UniqueViolation as error:
        raise Refused(FAILED_TO_CREATE_USER) from error


ENDPOINT = Endpoint(
    "POST",
    "/sign-up/email",
    respond,
    Body(
        fields=(
            Field("name"),
            Field("email", email=True),
            Field("password", filled=True),
            Field("image", required=False),
            Field("callbackURL", required=False),
            Field("rememberMe", "boolean", required=False),
        ),
        forms=True,
        shapes=("object", "record"),
    ),
    signs_in=True,
)
