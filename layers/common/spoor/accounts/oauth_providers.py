"""Which further providers people may sign in at, by the words of Better Auth's genericOAuth and a few of our own.

OAUTH_PROVIDERS holds them with semicolons between, each written as a query is: `providerId=acme&clientId=…`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl

from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.accounts.teams import JOINABLE_ROLES
from spoor.errors import Misconfigured
from spoor.settings import setting

_WORDS = frozenset(
    {
        *("providerId", "name", "clientId", "scopes", "discoveryUrl", "authorizationUrl", "tokenUrl", "userInfoUrl"),
        *("pkce", "authentication", "disableSignUp", "disableImplicitSignUp", "domains", "team", "role"),
    }
)
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_TAKEN = frozenset({"credential", "github", "google"})  # the first are accounts with a password
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_ENDPOINTS = ("authorizationUrl", "tokenUrl", "userInfoUrl")


@dataclass(frozen=True)
class Admission:
    """Whom a provider may bring: whoever is in `domains`, or anybody where it names none; and the team that they join
    once, in a role."""

    domains: frozenset[str] = frozenset()
    disable_sign_up: bool = False
    disable_implicit_sign_up: bool = False
    team: str | None = None
    role: str = "member"


@dataclass(frozen=True)
class OAuthProvider:
    """A provider that an owner has configured. `pkce` and `basic` are how it wants to be spoken to. `endpoints` are
    where it authorizes, where it gives tokens and where it tells of somebody; what is "" is told by the document at
    `discovery_url`."""

    id: str
    name: str
    client_id: str
    discovery_url: str
    endpoints: tuple[str, str, str]
    scopes: tuple[str, ...] = ()
    pkce: bool = True
    basic: bool = False
    admission: Admission = Admission()


def configured() -> Mapping[str, OAuthProvider]:
    """All of them by their ids, in their order; none where the plugin is off. Raises Misconfigured."""
    return _parsed(setting("OAUTH_PROVIDERS", "")) if plugins.is_on(Plugin.GENERIC_OAUTH) else {}


@cache
def _parsed(text: str) -> Mapping[str, OAuthProvider]:
    found: dict[str, OAuthProvider] = {}
    for each in filter(None, (part.strip() for part in text.split(";"))):
        provider = _provider(each)
        if provider.id in found:
            raise _misconfigured(provider.id, "is there twice")
        found[provider.id] = provider
    return found


def _provider(text: str) -> OAuthProvider:
    pairs = parse_qsl(text, keep_blank_values=True)
    words = dict(pairs)
    id_ = words.get("providerId", "")
    if not _ID.fullmatch(id_) or id_ in _TAKEN:
        raise _misconfigured(id_, "has to have a providerId of small letters, digits and dashes, which is not taken")
    if strange := words.keys() - _WORDS:
        raise _misconfigured(id_, f"has {min(strange)!r}, which is no word. There are: {', '.join(sorted(_WORDS))}")
    if len(pairs) > len(words):
        raise _misconfigured(id_, "says a word twice")
    if not words.get("clientId"):
        raise _misconfigured(id_, "needs a clientId")
    if not words.get("discoveryUrl") and not all(words.get(name) for name in _ENDPOINTS):
        raise _misconfigured(id_, f"needs a discoveryUrl, or {', '.join(_ENDPOINTS)}")
    authorization, token, user_info = (words.get(name, "") for name in _ENDPOINTS)
    return OAuthProvider(
        id_,
        words.get("name") or id_,
        words["clientId"],
        words.get("discoveryUrl", ""),
        (authorization, token, user_info),
        tuple(words.get("scopes", "").split()),
        _one_of(words, id_, "pkce", "true", "false") == "true",
        _one_of(words, id_, "authentication", "post", "basic") == "basic",
        _admission(words, id_),
    )


def _admission(words: Mapping[str, str], id_: str) -> Admission:
    domains = frozenset(domain for each in words.get("domains", "").split(",") if (domain := each.strip().lower()))
    if bad := sorted(each for each in domains if not _DOMAIN.fullmatch(each)):
        raise _misconfigured(id_, f"has the domain {bad[0]!r}, which is none (example.com; xn--… for other letters)")
    if "domains" in words and not domains:
        raise _misconfigured(id_, "names no domain in domains: leave the word out where anybody may come")
    if words.get("team") and not domains:
        raise _misconfigured(id_, "needs domains where it has a team: else anybody with an account there joined it")
    if words.get("team") and not plugins.is_on(Plugin.ORGANIZATION):
        raise _misconfigured(id_, f"has a team, for which AUTH_PLUGINS must name {Plugin.ORGANIZATION}")
    return Admission(
        domains,
        _one_of(words, id_, "disableSignUp", "false", "true") == "true",
        _one_of(words, id_, "disableImplicitSignUp", "false", "true") == "true",
        words.get("team") or None,
        _one_of(words, id_, "role", *JOINABLE_ROLES),
    )


def _one_of(words: Mapping[str, str], id_: str, name: str, default: str, *others: str) -> str:
    said = words.get(name) or default
    if said not in (default, *others):
        raise _misconfigured(id_, f"has {name}={said}; there are {', '.join((default, *others))}")
    return said


def _misconfigured(id_: str, what: str) -> Misconfigured:
    return Misconfigured(f"OAUTH_PROVIDERS: the provider {id_!r} {what}.")
