"""Which providers are configured: those whose client id is set, and those that OAUTH_PROVIDERS describes."""

from auth.http.refusals import Refused
from auth.social.oauth import generic
from auth.social.oauth.github import GitHub
from auth.social.oauth.google import Google
from auth.social.oauth.provider import Provider
from auth.social.refusals import PROVIDER_NOT_FOUND
from spoor.accounts import oauth_providers
from spoor.settings import setting

_KNOWN = (GitHub, Google)


def find(name: str) -> Provider | None:
    """The provider called `name`, if it is configured, and has said where it is if it is one that does."""
    for kind in _KNOWN:
        if kind.id == name and (client_id := setting(f"{name.upper()}_CLIENT_ID", "")):
            return kind.of(client_id)
    described = oauth_providers.configured().get(name)
    return generic.of(described) if described else None


def named(name: str) -> Provider:
    """The provider called `name`. Raises Refused."""
    provider = find(name)
    if provider is None:
        raise Refused(PROVIDER_NOT_FOUND)
    return provider
