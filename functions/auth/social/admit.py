"""Who is signed in by what a provider vouches for: the account's user, the address's user, or a new one."""

from dataclasses import asdict, dataclass, replace

import psycopg

from auth import sessions
from auth.call import Call
from auth.dates import stored
from auth.records import Session, User
from auth.social import accounts
from auth.social.accounts import SocialAccount
from auth.social.provider import Profile
from auth.text import has_nul
from spoor.connection import Connection
from spoor.database import sql, transaction
from spoor.ids import random_letters


class NotAdmitted(Exception):
    """Nobody is signed in; the text says why, in Better Auth's words."""


@dataclass(frozen=True)
class Admitted:
    """Somebody signed in; `is_new` tells that he just signed up."""

    session: Session
    user: User
    is_new: bool


def admit(call: Call, account: SocialAccount, profile: Profile, email: str) -> Admitted:
    """Sign in whom `profile` describes, in one transaction. `email` is the profile's.

    An address that is taken already gives the account to its user only where both sides have verified it: else
    somebody could enter by an account with another's address, or wait here under an address for its owner to come.

    Raises NotAdmitted.
    """
    if not account.storable or has_nul(profile.name, profile.image, email):
        raise NotAdmitted("unable to create user")
    try:
        return _in_one_transaction(call, account, profile, email.lower())
    except psycopg.IntegrityError:
        pass  # somebody signed up with the address, or was deleted, meanwhile: the second look knows it
    try:
        return _in_one_transaction(call, account, profile, email.lower())
    except psycopg.IntegrityError as error:
        raise NotAdmitted("unable to create user") from error


def _in_one_transaction(call: Call, account: SocialAccount, profile: Profile, email: str) -> Admitted:
    with transaction() as live:
        return _admitted(live, call, account, profile, email)


def _admitted(live: Connection, call: Call, account: SocialAccount, profile: Profile, email: str) -> Admitted:
    found = accounts.find(live, account)
    user = found.user if found else _user_of(live, email)
    is_new = user is None
    if user is None:
        user = _new_user(live, call, profile, email)
    elif not found and not (profile.email_verified and user.email_verified):
        raise NotAdmitted("account not linked")
    if found:
        accounts.renew(live, found, account.tokens, call.now)
    else:
        accounts.add(live, account, user.id, call.now)
    if profile.email_verified and not user.email_verified and email == user.email:
        live.execute(sql("auth", "confirm_address"), {"id": user.id, "email": email, "now": stored(call.now)})
        user = replace(user, email_verified=True, updated_at=stored(call.now))
    session = sessions.new(call, user.id, remember=True)
    live.execute(sql("auth", "add_session"), asdict(session))
    return Admitted(session, user, is_new)


def _user_of(live: Connection, email: str) -> User | None:
    row = live.execute(sql("auth", "find_user_of_address"), {"email": email}).fetchone()
    return User.from_row(row) if row else None


def _new_user(live: Connection, call: Call, profile: Profile, email: str) -> User:
    now = stored(call.now)
    user = User(
        id=random_letters(32),
        name=profile.name,
        email=email,
        email_verified=profile.email_verified,
        image=profile.image,
        created_at=now,
        updated_at=now,
    )
    live.execute(sql("auth", "add_social_user"), asdict(user))
    return user
