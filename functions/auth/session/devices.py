"""The device cookie: by it a browser in which somebody has signed in is told from strangers who try their password.

Strangers share one count of an account, each known device has its own: so they do not lock the owner out at home.
"""

import hashlib

from auth.features import Feature, is_on
from auth.http import cookies
from auth.http.call import Call
from auth.session import set_cookies
from spoor.ids import random_letters

_HASH_LETTERS = 32


def known(call: Call, email: str) -> str | None:
    """The name of the browser that calls, if the user of `email` has signed in with it; the last who did counts."""
    if not is_on(Feature.KNOW_DEVICES):
        return None
    sent = cookies.first(call.cookies, call.site.cookie(cookies.DEVICE))
    whose, _, name = (cookies.unsign(sent, *call.site.keys) or "").partition(".")
    return name if name and whose == _hash(email) else None


def remembered(call: Call, email: str) -> tuple[str, ...]:
    """The cookie for a browser in which the user of `email` has just signed in."""
    if not is_on(Feature.KNOW_DEVICES):
        return ()
    return (set_cookies.device(call, f"{_hash(email)}.{known(call, email) or random_letters(24)}"),)


def _hash(email: str) -> str:
    """What stands for an address, which need not lie in a browser for a year."""
    return hashlib.sha256(email.lower().encode()).hexdigest()[:_HASH_LETTERS]
