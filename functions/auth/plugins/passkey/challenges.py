"""Challenges: what a browser's authenticator has to sign, kept for five minutes under a name that a cookie holds."""

import json
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auth.http import cookies
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.plugins.passkey import refusals
from auth.session import lifetimes, set_cookies
from auth.users import verifications
from spoor.database import transaction

_BYTES = 32


class Purpose(StrEnum):
    """What a challenge is for; it is good for nothing else."""

    REGISTRATION = "registration"
    AUTHENTICATION = "authentication"


@dataclass(frozen=True)
class Challenge:
    """One that was answered: what had to be signed, in base64url, and for whom it was, "" for nobody yet."""

    expected: str
    user_id: str


def new() -> str:
    """A challenge, in base64url."""
    return secrets.token_urlsafe(_BYTES)


def keep(call: Call, challenge: str, purpose: Purpose, user: dict[str, str], **more: Any) -> str:
    """Keep one; gives the cookie that brings it back."""
    name = secrets.token_urlsafe(24)
    said = {"type": purpose, "expectedChallenge": challenge, "userData": user, **more}
    verifications.add(call, name, json.dumps(said, separators=(",", ":")), lifetimes.PASSKEY_CHALLENGE)
    return set_cookies.passkey_challenge(call, name)


def take(call: Call, purpose: Purpose) -> Challenge:
    """The one that the browser's cookie names, which is gone whatever comes of it now.

    Raises Refused where there is none, or it is for something else.
    """
    sent = cookies.first(call.cookies, call.site.cookie(cookies.PASSKEY_CHALLENGE))
    name = cookies.unsign(sent, *call.site.keys)
    value = None
    if name is not None:
        with transaction() as live:
            value = verifications.consume(live, name)
    said = _read(value)
    if said.get("type") != purpose:
        raise Refused(refusals.CHALLENGE_NOT_FOUND)
    return Challenge(said["expectedChallenge"], said["userData"]["id"])


def _read(value: str | None) -> dict[str, Any]:
    """The name in a cookie of ours may be that of another row: a row that is no challenge's counts as none."""
    try:
        said = json.loads(value or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) and isinstance(said.get("userData"), dict) else {}
