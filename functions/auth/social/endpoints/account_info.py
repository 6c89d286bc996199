"""GET /account-info: what the provider says of one's own account there."""

from auth.gate.endpoint import Endpoint
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.social import providers
from auth.social.endpoints.tokens import fresh
from auth.social.oauth.failure import InvalidIdToken, ProviderFailed
from auth.social.oauth.provider import Profile, Tokens
from auth.social.own_accounts import OwnAccount, for_own_account
from auth.social.refusals import ACCESS_TOKEN_NOT_FOUND, FAILED_TO_GET_USER_INFO, PROVIDER_NOT_CONFIGURED


def respond(call: Call, account: OwnAccount) -> Answer:
    """The user there, in our words and in the provider's own."""
    from auth.social.oauth.http_client import Outbound

    provider = providers.find(account.provider_id)
    if provider is None:
        raise Refused(PROVIDER_NOT_CONFIGURED)
    account = fresh(call, account, provider)
    if not account.access_token:
        raise Refused(ACCESS_TOKEN_NOT_FOUND)
    tokens = Tokens(account.access_token, id_token=account.id_token)
    try:
        with Outbound() as outbound:
            profile = provider.stored_profile(tokens, outbound, call.now)
    except (ProviderFailed, InvalidIdToken) as error:
        raise Refused(FAILED_TO_GET_USER_INFO) from error
    own = {"id": account.id, "providerId": account.provider_id, "accountId": account.account_id}
    return Answer(body={"user": _wire(profile), "data": profile.data, "account": own})


def _wire(profile: Profile) -> dict[str, object]:
    known = {
        "email": profile.email,
        "emailVerified": profile.email_verified,
        "image": profile.image,
        "name": profile.name or None,
    }
    return {name: value for name, value in known.items() if value is not None}


ENDPOINT = Endpoint("GET", "/account-info", for_own_account(respond, "query"))
