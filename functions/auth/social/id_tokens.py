"""An id token that the page has got from the provider by itself, in place of a journey of the browser."""

from typing import Any

from auth.http.call import Call
from auth.http.refusals import Refused
from auth.social.accounts import SocialAccount
from auth.social.oauth.failure import InvalidIdToken, ProviderFailed
from auth.social.oauth.provider import Profile, Provider, Tokens
from auth.social.refusals import ID_TOKEN_NOT_SUPPORTED, INVALID_ID_TOKEN, USER_EMAIL_NOT_FOUND
from auth.users.text import storable
from spoor.telemetry import logger


def vouched_for(call: Call, provider: Provider) -> tuple[SocialAccount, Profile]:
    """Whose the id token in the body is: an account, and a profile with an address.

    Raises Refused.
    """
    from auth.social.oauth.http_client import Outbound

    if not provider.gives_id_tokens:
        raise Refused(ID_TOKEN_NOT_SUPPORTED)
    given = call.fields["idToken"]
    tokens = Tokens(_text(given, "accessToken"), _text(given, "refreshToken"), storable(given["token"]))
    try:
        with Outbound() as outbound:
            profile = provider.profile(tokens, outbound, call.now, given.get("nonce"))
    except (ProviderFailed, InvalidIdToken) as error:
        logger.warning("an id token was refused", provider=provider.id, reason=str(error))
        raise Refused(INVALID_ID_TOKEN) from error
    if not profile.email:
        raise Refused(USER_EMAIL_NOT_FOUND)
    return SocialAccount(provider.id, profile.account_id, tokens), profile


def _text(given: dict[str, Any], name: str) -> str | None:
    return storable(given[name]) if name in given else None
