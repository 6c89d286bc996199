"""What a sign-in leaves behind while the browser is at the provider: a row that its return uses up, once."""

import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from auth import cookies
from auth.call import Call
from auth.dates import stored
from auth.lifetimes import SOCIAL_STATE
from auth.social.provider import Provider
from spoor.database import change, run, sql
from spoor.ids import random_letters

_STATE = re.compile(r"[A-Za-z0-9_-]{1,128}")


class Lost(Exception):
    """A return that belongs to nothing that began in this browser; `code` says why, `error_url` where that is told."""

    def __init__(self, code: str, error_url: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.error_url = error_url


@dataclass(frozen=True)
class Link:
    """Whose account it shall become, where somebody signed in links one."""

    user_id: str
    email: str


@dataclass(frozen=True)
class Pending:
    """A sign-in under way, as Better Auth's row has it; `provider_id` is ours, and None where its server began it."""

    callback_url: str
    code_verifier: str
    expires_at: datetime
    error_url: str | None = None
    new_user_url: str | None = None
    provider_id: str | None = None
    link: Link | None = None


def begin(call: Call, provider: Provider, link: Link | None = None) -> tuple[str, str]:
    """Remember what `call` asks for; gives the state and the verifier, whose hash the provider is told (RFC 7636)."""
    state, verifier, ends = secrets.token_urlsafe(24), secrets.token_urlsafe(96), call.now + SOCIAL_STATE
    value = {
        "callbackURL": call.fields.get("callbackURL") or call.site.origin,
        "codeVerifier": verifier,
        "errorURL": call.fields.get("errorCallbackURL"),
        "newUserURL": call.fields.get("newUserCallbackURL"),
        "link": {"userId": link.user_id, "email": link.email} if link else None,
        "expiresAt": int(ends.timestamp() * 1000),
        "requestSignUp": call.fields.get("requestSignUp"),
        "oauthState": state,
        "provider": provider.id,
    }
    row = {
        "id": random_letters(32),
        "identifier": _identifier(state),
        "value": json.dumps({key: each for key, each in value.items() if each is not None}),
        "expires_at": stored(ends),
        "now": stored(call.now),
    }
    change(sql("auth", "add_auth_state"), row, repeatable=True)
    return state, verifier


def claim(call: Call, state: str) -> Pending:
    """What began with `state` in this browser, be it long ago; a second return finds nothing. Raises Lost.

    The cookie proves the browser, so that nobody can be signed in as somebody else by a link.
    """
    if not _STATE.fullmatch(state):
        raise Lost("state_mismatch")
    held = cookies.unsign(cookies.first(call.cookies, call.site.cookie(cookies.STATE)), call.site.key)
    key = {"identifier": _identifier(state)}
    if held is None or not hmac.compare_digest(held, state):
        rows = run(sql("auth", "find_auth_state"), key, repeatable=True)
        raise Lost("state_mismatch", _pending(rows[0]["value"]).error_url if rows else None)
    rows = run(sql("auth", "take_auth_state"), key, repeatable=False)
    if not rows:
        raise Lost("state_mismatch")
    return _pending(rows[0]["value"])


def _identifier(state: str) -> str:
    return f"auth-state:{state}"


def _pending(text: str) -> Pending:
    """Read a row's value. Raises Lost where something else than a sign-in wrote it."""
    try:
        value = json.loads(text)
        link = value.get("link")
        return Pending(
            callback_url=value["callbackURL"],
            code_verifier=value["codeVerifier"],
            expires_at=datetime.fromtimestamp(value["expiresAt"] / 1000, UTC),
            error_url=value.get("errorURL"),
            new_user_url=value.get("newUserURL"),
            provider_id=value.get("provider"),
            link=Link(link["userId"], link["email"]) if link else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise Lost("internal_server_error") from error
