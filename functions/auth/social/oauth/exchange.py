"""What is said between us and a provider: the address that asks for a code, and the tokens for a code (RFC 6749, 7636).

Authlib speaks the protocol, Outbound carries it. Authlib is imported where it is used: few requests need it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.provider import Provider, Tokens

if TYPE_CHECKING:
    from auth.social.oauth.http_client import Outbound, ProviderReply

_TOKEN = re.compile(r"[ -~]+")  # RFC 6749 appendix A.12
_FORM = "application/x-www-form-urlencoded"  # without the charset that Authlib adds and the type does not have
_LONGEST_LIFE = 10 * 366 * 86_400  # seconds; more is a fault, and might be no date at all


def authorization_url(
    provider: Provider, redirect_uri: str, state: str, verifier: str, scopes: tuple[str, ...], more: Mapping[str, str]
) -> str:
    """Where a browser asks the provider for a code; `more` are further parameters."""
    from authlib.common.urls import add_params_to_uri

    client = _client(provider, redirect_uri=redirect_uri, scope=list(provider.asked_scopes(scopes)))
    proof = {"code_verifier": verifier} if provider.pkce else {}
    url, _ = client.create_authorization_url(provider.authorization_endpoint, state=state, **proof)
    return str(add_params_to_uri(url, {**provider.parameters, **more}))


def redeem(
    provider: Provider, outbound: "Outbound", code: str, verifier: str, redirect_uri: str, now: datetime
) -> Tokens:
    """The tokens for a code. Raises ProviderFailed, also where the provider says no."""
    with _failures():
        client = _client(provider, outbound, redirect_uri=redirect_uri)
        proof = {"code_verifier": verifier} if provider.pkce else {}
        given = client.fetch_token(provider.token_endpoint, grant_type="authorization_code", code=code, **proof)
    return _tokens(given, now)


def refresh(provider: Provider, outbound: "Outbound", refresh_token: str, now: datetime) -> Tokens:
    """New tokens for a refresh token; what the provider leaves as it was is None. Raises ProviderFailed."""
    with _failures():
        given = _client(provider, outbound).refresh_token(provider.token_endpoint, refresh_token=refresh_token)
    return _tokens(given, now)


@dataclass(frozen=True)
class _Session:
    """What Authlib's client posts by."""

    outbound: "Outbound"

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> "ProviderReply":
        url, signed, form = auth.prepare("POST", url, dict(headers), urlencode(data))
        reply = self.outbound.post(url, {**signed, "Content-Type": _FORM}, form)
        if b'"error"' not in reply.content:  # Authlib tells refusals by that, and takes tokens under any status
            reply.raise_for_status()
        return reply


def _client(provider: Provider, outbound: "Outbound | None" = None, **more: Any) -> Any:
    from authlib.oauth2.client import OAuth2Client

    return OAuth2Client(
        session=_Session(outbound) if outbound else None,
        client_id=provider.client_id,
        client_secret=provider.client_secret if outbound else None,
        token_endpoint_auth_method=provider.token_endpoint_auth_method,
        code_challenge_method="S256",
        **more,
    )


@contextmanager
def _failures() -> Iterator[None]:
    """Whatever Authlib raises as ProviderFailed, with the protocol's code for the log and nothing else."""
    from authlib.common.errors import AuthlibBaseError

    try:
        yield
    except AuthlibBaseError as error:
        raise ProviderFailed(f"the provider says {str(error.error)[:50]!r}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ProviderFailed(f"an answer that cannot be read: {type(error).__name__}") from error


def _tokens(given: Mapping[str, Any], now: datetime) -> Tokens:
    access_token = _token(given.get("access_token"))
    if access_token is None:
        raise ProviderFailed("no access token")
    scope = given.get("scope")
    return Tokens(
        access_token,
        _token(given.get("refresh_token")),
        _token(given.get("id_token")),
        _end(given.get("expires_in"), now),
        _end(given.get("refresh_token_expires_in"), now),
        tuple(scope.split()) if isinstance(scope, str) else (),
    )


def _token(value: Any) -> str | None:
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else None


def _end(seconds: Any, now: datetime) -> datetime | None:
    """When something ends that lives for `seconds`; GitHub and others leave that away for what does not end."""
    if isinstance(seconds, str) and seconds.isdecimal():
        seconds = int(seconds)
    known = isinstance(seconds, int) and 0 < seconds < _LONGEST_LIFE
    return now + timedelta(seconds=seconds) if known else None
