"""Who is signed in by what a provider vouches for: the account's user, the address's user, or a new one."""

from dataclasses import asdict, dataclass, replace

import psycopg

from auth.features import Feature, is_on
from auth.http.call import Call
from auth.mail.verification import send_verification
from auth.session import second_factor, sessions, set_cookies
from auth.social import accounts, admission, membership
from auth.social.accounts import SocialAccount
from auth.social.oauth.provider import Profile, Provider
from auth.users import first_user
from auth.users.dates import stored
from auth.users.profile import fitting_image, fitting_name
from auth.users.records import Session, User
from auth.users.text import has_nul
from spoor.accounts.activity import SecurityEvent
from spoor.database import sql, transaction
from spoor.ids import random_letters
from spoor.postgres.connection import Connection


class NotAdmitted(Exception):
    """Nobody is signed in; the text says why, in Better Auth's words."""


@dataclass(frozen=True)
class Admitted:
    """Somebody signed in; `is_new` tells that they just signed up, `joined` that they are in the provider's team since.
    Without a session they are asked for their second factor first; `cookies` go with either."""

    session: Session | None
    user: User
    is_new: bool
    joined: bool
    cookies: tuple[str, ...] = ()


def admit(
    call: Call,
    provider: Provider,
    account: SocialAccount,
    profile: Profile,
    callback_url: str | None,
    *,
    request_sign_up: bool,
) -> Admitted:
    """Sign in whom `profile` describes, in one transaction; then mail somebody new a link, where that is switched on.

    Whom the provider may not bring stays out, however often they were in before; who comes joins its team, once.

    An address that is taken already gives the account to its user only where both sides have verified it: else
    somebody could enter by an account with another's address, or wait here under an address for its owner to come.
    `callback_url` is where the link goes on to; `request_sign_up` tells that the page asked for somebody new.

    Raises NotAdmitted.
    """
    if not profile.email:
        raise NotAdmitted("email not found")
    if not account.storable or has_nul(profile.name, profile.image, profile.email):
        raise NotAdmitted("unable to create user")
    if not admission.takes(provider, profile):
        raise NotAdmitted("email domain not allowed")
    takes_new = admission.takes_new(provider, asked_for=request_sign_up)
    wish = _Wish(provider, account, profile, profile.email.lower(), takes_new)
    try:
        admitted = _in_one_transaction(call, wish)
    except psycopg.IntegrityError:  # somebody signed up with the address, or was deleted, meanwhile
        admitted = _at_second_sight(call, wish)
    if admitted.joined:
        call.witness.more.append(SecurityEvent.TEAM_JOINED)
    if admitted.is_new and not admitted.user.email_verified and is_on(Feature.SEND_ON_SIGN_UP):
        send_verification(call, admitted.user, callback_url)
    return admitted


@dataclass(frozen=True)
class _Wish:
    """Who wants to be signed in."""

    provider: Provider
    account: SocialAccount
    profile: Profile
    email: str
    takes_new: bool


def _in_one_transaction(call: Call, wish: _Wish) -> Admitted:
    with transaction() as live:
        return _admitted(live, call, wish)


def _at_second_sight(call: Call, wish: _Wish) -> Admitted:
    try:
        return _in_one_transaction(call, wish)
    except psycopg.IntegrityError as error:
        raise NotAdmitted("unable to create user") from error


def _admitted(live: Connection, call: Call, wish: _Wish) -> Admitted:
    account, profile, email = wish.account, wish.profile, wish.email
    found = accounts.find(live, account)
    user = found.user if found else _user_of(live, email)
    is_new = user is None
    if user is None:
        if not wish.takes_new or (admission.closes_after_first(wish.provider) and first_user.is_taken(live)):
            raise NotAdmitted("signup disabled")
        user = _new_user(live, call, wish)
    elif not found and not (profile.email_verified and user.email_verified):
        raise NotAdmitted("account not linked")
    if found:
        accounts.renew(live, found, account.tokens, call.now)
    else:
        accounts.add(live, account, user.id, call.now)
    if profile.email_verified and not user.email_verified and email == user.email:
        live.execute(sql("auth.users", "verify_email"), {"id": user.id, "email": email, "updated_at": stored(call.now)})
        user = replace(user, email_verified=True, updated_at=stored(call.now))
    joined = membership.join(live, call, wish.provider.admission, user.id)
    cookies: tuple[str, ...] = ()
    if second_factor.is_due_elsewhere(user):
        trusted = second_factor.passed(live, call, user)
        if trusted is None:
            asked = second_factor.ask(live, call, user, remember=not set_cookies.dont_remember(call))
            return Admitted(None, user, is_new, joined, asked)
        cookies = trusted
    session = sessions.new(call, user.id, remember=True)
    live.execute(sql("auth.session", "add_session"), sessions.to_add(call, session))
    return Admitted(session, user, is_new, joined, (*set_cookies.renewed(call, session.token), *cookies))


def _user_of(live: Connection, email: str) -> User | None:
    row = live.execute(sql("auth.users", "find_user_by_email"), {"email": email}).fetchone()
    return User.from_row(row) if row else None


def _new_user(live: Connection, call: Call, wish: _Wish) -> User:
    now, profile = stored(call.now), wish.profile
    user = User(
        id=random_letters(32),
        name=fitting_name(profile.name),
        email=wish.email,
        email_verified=profile.email_verified,
        image=fitting_image(profile.image),
        created_at=now,
        updated_at=now,
    )
    live.execute(sql("auth.social", "add_social_user"), asdict(user))
    return user
