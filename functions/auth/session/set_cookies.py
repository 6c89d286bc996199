"""The Set-Cookie lines that open, keep and end a sign-in session in a browser."""

import re

from auth.http import cookies
from auth.http.call import Call
from auth.session.lifetimes import (
    DEVICE,
    PASSKEY_CHALLENGE,
    REMEMBERED,
    SECOND_FACTOR,
    SOCIAL_STATE_COOKIE,
    TRUSTED_DEVICE,
)


def opened(call: Call, token: str, *, remember: bool) -> tuple[str, ...]:
    """The cookies of a new or renewed session; one that is not remembered ends with the browser."""
    value = cookies.sign(token, call.site.key)
    if not remember:
        forget = cookies.sign("true", call.site.key)
        return (_line(call, cookies.SESSION_TOKEN, value), _line(call, cookies.DONT_REMEMBER, forget))
    session = _line(call, cookies.SESSION_TOKEN, value, max_age=int(REMEMBERED.total_seconds()))
    return (session, _ended(call, cookies.DONT_REMEMBER)) if dont_remember(call) else (session,)


def renewed(call: Call, token: str) -> tuple[str, ...]:
    """The cookies of a session that goes on in a browser which has been told before whether to remember it."""
    return opened(call, token, remember=not dont_remember(call))


def cleared(call: Call) -> tuple[str, ...]:
    """The cookies that end a session: always all three, and whatever pieces of session_data the browser holds."""
    kinds = [cookies.SESSION_TOKEN, cookies.SESSION_DATA, *_pieces(call), cookies.DONT_REMEMBER]
    return tuple(_ended(call, kind) for kind in kinds)


def stray_data_cleared(call: Call) -> tuple[str, ...]:
    """The cookies that clear session_data, a cache that Spoor does not keep, where the browser holds one."""
    if cookies.SESSION_DATA not in call.cookies:
        return ()
    held = cookies.first(call.cookies, call.site.cookie(cookies.SESSION_DATA))
    kinds = [*([cookies.SESSION_DATA] if held else []), *_pieces(call)]
    return tuple(_ended(call, kind) for kind in kinds)


def state(call: Call, value: str) -> str:
    """The cookie by which a browser is known again when it is back from a provider."""
    signed = cookies.sign(value, call.site.key)
    return _line(call, cookies.STATE, signed, max_age=int(SOCIAL_STATE_COOKIE.total_seconds()))


def state_cleared(call: Call) -> str:
    """The cookie that clears it."""
    return _ended(call, cookies.STATE)


def device(call: Call, value: str) -> str:
    """The cookie by which a browser is known in which somebody has signed in; signing out leaves it."""
    return _line(call, cookies.DEVICE, cookies.sign(value, call.site.key), max_age=int(DEVICE.total_seconds()))


def challenge(call: Call, value: str, *, remember: bool) -> tuple[str, ...]:
    """The cookies of somebody whose second factor is asked for: they are signed in no more, and not yet again."""
    forget = () if remember else (_line(call, cookies.DONT_REMEMBER, cookies.sign("true", call.site.key)),)
    kept = dont_remember_cleared(call) if remember else ()
    asked = _line(
        call, cookies.TWO_FACTOR, cookies.sign(value, call.site.key), max_age=int(SECOND_FACTOR.total_seconds())
    )
    gone = [cookies.SESSION_TOKEN, cookies.SESSION_DATA, *_pieces(call)]
    return (*forget, *kept, *(_ended(call, kind) for kind in gone), asked)


def challenge_cleared(call: Call) -> str:
    """The cookie that ends the question for a second factor."""
    return _ended(call, cookies.TWO_FACTOR)


def passkey_challenge(call: Call, value: str) -> str:
    """The cookie that names what a passkey has to sign."""
    signed = cookies.sign(value, call.site.key)
    return _line(call, cookies.PASSKEY_CHALLENGE, signed, max_age=int(PASSKEY_CHALLENGE.total_seconds()))


def trusted(call: Call, value: str) -> str:
    """The cookie by which a browser is known that is asked for no code; signing out leaves it."""
    signed = cookies.sign(value, call.site.key)
    return _line(call, cookies.TRUST_DEVICE, signed, max_age=int(TRUSTED_DEVICE.total_seconds()))


def trusted_cleared(call: Call) -> str:
    """The cookie that clears it."""
    return _ended(call, cookies.TRUST_DEVICE)


def dont_remember(call: Call) -> bool:
    """Whether the browser says, signed, that its session ends with it."""
    if cookies.DONT_REMEMBER not in call.cookies:
        return False
    sent = cookies.first(call.cookies, call.site.cookie(cookies.DONT_REMEMBER))
    return cookies.unsign(sent, *call.site.keys) is not None


def dont_remember_cleared(call: Call) -> tuple[str, ...]:
    """The cookie that lets the next session outlive the browser's window, where this one does not."""
    return (_ended(call, cookies.DONT_REMEMBER),) if dont_remember(call) else ()


def _pieces(call: Call) -> list[str]:
    """`session_data.0`, `session_data.1`, …: a value too long for one cookie."""
    prefix = re.escape(call.site.cookie(cookies.SESSION_DATA))
    numbers = [
        found[1]
        for key, _ in cookies.pairs(call.cookies)
        if (found := re.fullmatch(rf"{prefix}\.(0|[1-9][0-9]*)", key))
    ]
    return [f"{cookies.SESSION_DATA}.{number}" for number in dict.fromkeys(numbers)]


def _ended(call: Call, kind: str) -> str:
    return _line(call, kind, "", max_age=0)


def _line(call: Call, kind: str, value: str, *, max_age: int | None = None) -> str:
    age = "" if max_age is None else f"Max-Age={max_age}; "
    secure = "Secure; " if call.site.secure else ""
    return f"{call.site.cookie(kind)}={value}; {age}Path=/; HttpOnly; {secure}SameSite=Lax"
