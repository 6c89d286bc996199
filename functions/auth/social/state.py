"""What a sign-in leaves behind while the browser is at the provider: a row that its return uses up, once."""

import hmac
import json
import secrets
from dataclasses import dataclass

from auth.gate.redirects import is_allowed
from auth.http import cookies
from auth.http.call import Call
from auth.session.lifetimes import SOCIAL_STATE
from auth.social.oauth.provider import Provider
from auth.users import verifications
from spoor.database import transaction


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
    """A sign-in under way, as Better Auth's row has it; `provider_id` is ours, and None where its server began it.

    `nonce` is what an id token must have been made for, where the provider binds those.
    """

    callback_url: str
    code_verifier: str
    error_url: str | None = None
    new_user_url: str | None = None
    request_sign_up: bool = False
    provider_id: str | None = None
    link: Link | None = None
    nonce: str | None = None


@dataclass(frozen=True)
class Begun:
    """What the provider is told of a sign-in: of the verifier its hash alone (RFC 7636)."""

    state: str
    verifier: str
    nonce: str | None


def begin(call: Call, provider: Provider, link: Link | None = None) -> Begun:
    """Remember what `call` asks for."""
    begun = Begun(
        secrets.token_urlsafe(24),
        secrets.token_urlsafe(96),
        secrets.token_urlsafe(24) if provider.binds_id_tokens else None,
    )
    value = {
        "callbackURL": call.fields.get("callbackURL") or call.site.origin,
        "codeVerifier": begun.verifier,
        "errorURL": call.fields.get("errorCallbackURL"),
        "newUserURL": call.fields.get("newUserCallbackURL"),
        "link": {"userId": link.user_id, "email": link.email} if link else None,
        "expiresAt": int((call.now + SOCIAL_STATE).timestamp() * 1000),
        "requestSignUp": call.fields.get("requestSignUp"),
        "oauthState": begun.state,
        "idTokenNonce": begun.nonce,
        "provider": provider.id,
    }
    text = json.dumps({key: each for key, each in value.items() if each is not None})
    verifications.add(call, _identifier(begun.state), text, SOCIAL_STATE)
    return begun


def claim(call: Call, state: str) -> Pending:
    """What began with `state` in this browser, not long ago; a second return finds nothing. Raises Lost.

    The cookie proves the browser, so that nobody can be signed in as somebody else by a link.
    """
    held = cookies.unsign(cookies.first(call.cookies, call.site.cookie(cookies.STATE)), *call.site.keys)
    if held is None or not hmac.compare_digest(held.encode(), state.encode()):
        text = verifications.find(_identifier(state))
        raise Lost("state_mismatch", _pending(call, text).error_url if text else None)
    with transaction() as connection:
        text = verifications.consume(connection, _identifier(state))
    if text is None:
        raise Lost("state_mismatch")
    return _pending(call, text)


def _identifier(state: str) -> str:
    return f"auth-state:{state}"


def _pending(call: Call, text: str) -> Pending:
    """Read a row's value. Raises Lost where something else than a sign-in wrote it, or where it leads astray."""
    try:
        value = json.loads(text)
        link = value.get("link")
        pending = Pending(
            callback_url=value["callbackURL"],
            code_verifier=value["codeVerifier"],
            error_url=value.get("errorURL"),
            new_user_url=value.get("newUserURL"),
            request_sign_up=value.get("requestSignUp") is True,
            provider_id=value.get("provider"),
            link=Link(link["userId"], link["email"]) if link else None,
            nonce=value.get("idTokenNonce"),
        )
        places = (pending.callback_url, pending.error_url, pending.new_user_url)
        if not all(is_allowed(call, place) for place in places if place):
            raise Lost("internal_server_error")
        return pending
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Lost("internal_server_error") from error
