"""POST /get-access-token and /refresh-token: the tokens of one's own account at a provider."""

from typing import Any

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.social import providers
from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.provider import Provider
from auth.social.own_accounts import OwnAccount, for_own_account, refreshed
from auth.social.refusals import (
    FAILED_TO_GET_ACCESS_TOKEN,
    FAILED_TO_REFRESH_ACCESS_TOKEN,
    REFRESH_TOKEN_NOT_FOUND,
    not_supported,
)
from auth.users.dates import wire


def get(call: Call, account: OwnAccount) -> Answer:
    """An access token that holds, got anew if the last one has ended."""
    account = fresh(call, account, _provider(account))
    body: dict[str, Any] = {"accessToken": account.access_token or ""}
    if account.access_token_expires_at:
        body["accessTokenExpiresAt"] = wire(account.access_token_expires_at)
    body["scopes"] = [scope for each in (account.scope or "").split(",") if (scope := each.strip())]
    if account.id_token:
        body["idToken"] = account.id_token
    return Answer(body=body)


def refresh(call: Call, account: OwnAccount) -> Answer:
    """New tokens, whether or not the old ones still hold."""
    provider = _provider(account)
    if not account.refresh_token:
        raise Refused(REFRESH_TOKEN_NOT_FOUND)
    try:
        renewed, tokens = refreshed(call, provider, account, account.refresh_token)
    except ProviderFailed as error:
        raise Refused(FAILED_TO_REFRESH_ACCESS_TOKEN) from error
    ends, last = tokens.access_token_expires_at, renewed.refresh_token_expires_at
    return Answer(
        body={
            "accessToken": renewed.access_token,
            "refreshToken": renewed.refresh_token,
            **({"accessTokenExpiresAt": wire(ends)} if ends else {}),
            "refreshTokenExpiresAt": wire(last) if last else None,
            "scope": renewed.scope,
            "idToken": renewed.id_token,
            "providerId": renewed.provider_id,
            "accountId": renewed.id,
        }
    )


def fresh(call: Call, account: OwnAccount, provider: Provider) -> OwnAccount:
    """The account with an access token that holds, as far as the provider lets it be renewed. Raises Refused."""
    if not account.refresh_token or not account.has_ended(call.now):
        return account
    try:
        return refreshed(call, provider, account, account.refresh_token)[0]
    except ProviderFailed as error:
        raise Refused(FAILED_TO_GET_ACCESS_TOKEN) from error


def _provider(account: OwnAccount) -> Provider:
    provider = providers.find(account.provider_id)
    if provider is None:
        raise Refused(not_supported(account.provider_id))
    return provider


_BODY = Body(fields=(), optional=True)
ENDPOINTS = (
    Endpoint("POST", "/get-access-token", for_own_account(get, "body"), _BODY),
    Endpoint("POST", "/refresh-token", for_own_account(refresh, "body"), _BODY),
)
