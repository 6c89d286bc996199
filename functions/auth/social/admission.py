"""Whom a provider may bring, as its owner has configured it: from which domains, and whether somebody new."""

from auth.features import Feature, is_on
from auth.social.oauth.provider import Profile, Provider
from auth.users.text import is_address


def takes(provider: Provider, profile: Profile) -> bool:
    """Whether the provider may bring somebody: where it is held to domains, only by an address in one of them that it
    has verified. A domain below one is another."""
    domains = provider.admission.domains
    if not domains:
        return True
    address = profile.email or ""
    return profile.email_verified and is_address(address) and address.lower().rpartition("@")[2] in domains


def takes_new(provider: Provider, *, asked_for: bool) -> bool:
    """Whether it may bring somebody who has no account here; `asked_for` tells that the page wanted somebody new."""
    rules = provider.admission
    if rules.disable_sign_up or is_on(Feature.DISABLE_SIGN_UP):
        return False
    return asked_for or not (rules.disable_implicit_sign_up or is_on(Feature.DISABLE_IMPLICIT_SIGN_UP))


def closes_after_first(provider: Provider) -> bool:
    """Whether the first account closes it for others. An owner who names domains has opened it for those."""
    return is_on(Feature.CLOSE_SIGN_UP_AFTER_FIRST) and not provider.admission.domains
