"""Between a right password and a session: whether a second factor is asked for, and what a browser is told then.

The codes themselves are the business of the plugin's own room.
"""

import base64
import hashlib
import hmac
import secrets

from auth.features import Feature, is_on
from auth.http import cookies
from auth.http.call import Call
from auth.session import lifetimes, sessions, set_cookies
from auth.users import verifications
from auth.users.records import User
from spoor.accounts import plugins
from spoor.accounts.activity import SecurityEvent
from spoor.accounts.plugins import Plugin
from spoor.database import transaction
from spoor.postgres.connection import Connection

ASKED = {"twoFactorRedirect": True, "twoFactorMethods": ["totp"]}
"""The answer in the place of a session."""

REDIRECT = {"twoFactorRedirect": "true"}
"""What is added to an address where the browser goes in the place of being signed in."""


def is_due(user: User) -> bool:
    """Whether the user has a second factor."""
    return user.two_factor_enabled and plugins.is_on(Plugin.TWO_FACTOR)


def is_due_elsewhere(user: User) -> bool:
    """Whether it is asked for by other ways of signing in than a password, as well."""
    return is_due(user) and is_on(Feature.ASK_SECOND_FACTOR_EVERYWHERE)


def passed(live: Connection, call: Call, user: User) -> tuple[str, ...] | None:
    """The new cookie of a browser that the user has said to trust, whose old one is used up; None for any other."""
    name = _trusted_name(call, user.id)
    if name is None or verifications.consume(live, name) != user.id:
        return None
    return (trust(live, call, user.id),)


def trust(live: Connection, call: Call, user_id: str) -> str:
    """The cookie of a browser that is asked for no code from now on."""
    name = f"trust-device-{secrets.token_urlsafe(24)}"
    verifications.add_within(live, call, name, user_id, lifetimes.TRUSTED_DEVICE)
    return set_cookies.trusted(call, f"{_mac(call.site.key, user_id, name)}!{name}")


def ask(live: Connection, call: Call, user: User, *, remember: bool) -> tuple[str, ...]:
    """The cookies of the question, kept for ten minutes; a cookie of trust that is worth nothing is cleared."""
    name = f"2fa-{secrets.token_urlsafe(15)}"
    verifications.add_within(live, call, name, user.id, lifetimes.SECOND_FACTOR)
    verifications.add_within(live, call, attempts_of(name), "0", lifetimes.SECOND_FACTOR)
    call.witness.event = SecurityEvent.SECOND_FACTOR_ASKED
    stray = cookies.first(call.cookies, call.site.cookie(cookies.TRUST_DEVICE)) is not None
    cleared = (set_cookies.trusted_cleared(call),) if stray else ()
    return (*set_cookies.challenge(call, name, remember=remember), *cleared)


def pass_or_ask(call: Call, user: User, *, remember: bool) -> tuple[bool, tuple[str, ...]]:
    """Whether the browser may have a session without a code, and the cookies that go with either answer.

    The session that it had ends where a new one would have ended it.
    """
    with transaction() as live:
        renewed = passed(live, call, user)
        if renewed is not None:
            return True, renewed
        asked = ask(live, call, user, remember=remember)
    if sessions.replaced(call):
        sessions.end(call)
    call.witness.sees(user.id)
    return False, asked


def challenge_of(call: Call) -> str | None:
    """The name of the question that the browser has to answer, validly signed."""
    sent = cookies.first(call.cookies, call.site.cookie(cookies.TWO_FACTOR))
    return cookies.unsign(sent, *call.site.keys)


def attempts_of(name: str) -> str:
    """Under what wrong answers to a question are counted."""
    return f"2fa-attempts-{name}"


def _trusted_name(call: Call, user_id: str) -> str | None:
    sent = cookies.first(call.cookies, call.site.cookie(cookies.TRUST_DEVICE))
    mac, _, name = (cookies.unsign(sent, *call.site.keys) or "").partition("!")
    genuine = any(hmac.compare_digest(_mac(key, user_id, name), mac) for key in call.site.keys)
    return name if genuine and name.startswith("trust-device-") else None


def _mac(key: bytes, user_id: str, name: str) -> str:
    digest = hmac.digest(key, f"{user_id}!{name}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
