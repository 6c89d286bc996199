"""The document in which an OpenID provider says where it is and how it signs (OpenID Connect Discovery 1.0)."""

from dataclasses import dataclass
from time import time
from typing import Any

from auth.social.oauth import addresses
from auth.social.oauth.failure import ProviderFailed
from spoor.telemetry import logger

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""By what id tokens may be signed: by nothing that a secret shared with others makes, and never by `none`."""

_WELL_KNOWN = "/.well-known/openid-configuration"
_LASTS = 3600.0  # seconds
_LASTS_AT_MOST = 86_400.0  # while the provider does not answer
_ASK_AGAIN_AFTER = 5.0


@dataclass(frozen=True)
class Discovered:
    """What the document says; `issuer` is there where the provider signs id tokens, `endpoints` are where it
    authorizes, where it gives tokens and where it tells of somebody, "" where it says nothing."""

    endpoints: tuple[str, str, str] = ("", "", "")
    issuer: str = ""
    jwks_uri: str = ""
    algorithms: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Tried:
    """What came of asking last, and the last good answer; seconds since 1970."""

    at: float
    failure: str = ""
    found: Discovered | None = None
    found_at: float = 0.0


_tried: dict[str, _Tried] = {}  # as many as there are in the settings


def of(url: str) -> Discovered:
    """The document at `url`, an hour old at most while the provider answers. Raises ProviderFailed."""
    now = time()  # the wall clock: a frozen instance's monotonic one may have stood still
    last = _tried.get(url)
    if last is None or not 0 <= now - last.at < (_ASK_AGAIN_AFTER if last.failure else _LASTS):
        last = _tried[url] = _asked(url, now, last)
    if last.found and 0 <= now - last.found_at < _LASTS_AT_MOST:
        return last.found
    raise ProviderFailed(last.failure)


def _asked(url: str, now: float, last: _Tried | None) -> _Tried:
    from auth.social.oauth.http_client import Outbound

    try:
        with Outbound() as outbound:
            return _Tried(now, "", _read(url, outbound.get(url)), now)
    except ProviderFailed as error:
        logger.warning("an OpenID provider's document was not to be had", reason=str(error))
        return _Tried(now, str(error), last.found if last else None, last.found_at if last else 0.0)


def _read(url: str, document: Any) -> Discovered:
    """Raises ProviderFailed where the document is none, or sends us where we do not go."""
    if not isinstance(document, dict):
        raise ProviderFailed("no object")
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    places = [document.get(name) or "" for name in names]
    for name, place in zip(names, places, strict=True):
        if place and not (isinstance(place, str) and addresses.is_fit(place)):
            raise ProviderFailed(f"{name} is no address that is asked")
    authorization, token, user_info, jwks_uri = places
    endpoints = (authorization, token, user_info)
    signs_by = document.get("id_token_signing_alg_values_supported")
    if not isinstance(signs_by, list) or not signs_by:
        return Discovered(endpoints)
    issuer = document.get("issuer")
    if not isinstance(issuer, str) or not _is_its_own(issuer, url):
        raise ProviderFailed("the issuer is another one than the address says")
    algorithms = tuple(each for each in ALGORITHMS if each in signs_by)
    if not jwks_uri or not algorithms:
        raise ProviderFailed("its id tokens cannot be checked")
    return Discovered(endpoints, issuer, jwks_uri, algorithms)


def _is_its_own(issuer: str, url: str) -> bool:
    """Whether a document at `url` may speak for the issuer (section 4.3); a slash at its end is no difference."""
    return not url.endswith(_WELL_KNOWN) or issuer.rstrip("/") == url.removesuffix(_WELL_KNOWN).rstrip("/")
