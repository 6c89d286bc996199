"""GET and POST /callback/:id: the browser is back from the provider, with a code or with a refusal."""

from urllib.parse import urlencode

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.session import devices, second_factor, set_cookies
from auth.social import linking, providers, state
from auth.social.accounts import SocialAccount
from auth.social.admit import NotAdmitted, admit
from auth.social.endpoints.begin import redirect_uri
from auth.social.linking import NotLinked
from auth.social.oauth import exchange
from auth.social.oauth.failure import InvalidIdToken, ProviderFailed
from auth.social.oauth.provider import Profile, Provider
from auth.social.state import Lost, Pending
from spoor.accounts.activity import SecurityEvent
from spoor.errors import SpoorError
from spoor.telemetry import logger

_FIELDS = tuple(
    Field(name, required=False) for name in ("code", "error", "device_id", "error_description", "state", "user", "iss")
)

_REFUSALS = frozenset(  # RFC 6749, 4.1.2.1
    {
        *("invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope"),
        *("server_error", "temporarily_unavailable"),
    }
)


class _Failed(Exception):
    """Nobody is signed in and nothing linked; the code and the description are for the page that tells it, `reason` is
    for the log, which holds no words that others chose."""

    def __init__(self, code: str, description: str = "", reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.reason = reason or code


def respond(call: Call) -> Answer:
    """Sign in or link, and send the browser where it wanted to go; a failure is told where it wanted that.

    Once begun, a sign-in is used up whatever comes of it, and its cookie cleared.
    """
    given = call.queried("state")
    if not given:
        return _told(call, None, _Failed("state_not_found"))
    try:
        pending = state.claim(call, given)
    except Lost as lost:
        return _told(call, lost.error_url, _Failed(lost.code))
    except SpoorError as error:
        return _told(call, None, _fault(error))
    cleared = set_cookies.state_cleared(call)
    try:
        target, session = _completed(call, pending)
    except _Failed as failed:
        return _told(call, pending.error_url, failed, cleared)
    except SpoorError as error:
        return _told(call, pending.error_url, _fault(error), cleared)
    return Answer(302, headers=locations.header(target), cookies=(cleared, *session))


def forward(call: Call) -> Answer:
    """A form that the provider let the browser post: the same again as GET, to which the browser gives its cookies."""
    sent = {field.name: call.queried(field.name) or call.fields.get(field.name) for field in _FIELDS}
    query = urlencode({name: value for name, value in sent.items() if value is not None})
    return Answer(302, headers=locations.header(f"{call.site.address(call.path)}?{query}"))


def _completed(call: Call, pending: Pending) -> tuple[str, tuple[str, ...]]:
    """Where the browser goes now, and the cookies of its session. Raises _Failed, SpoorError."""
    if refusal := call.queried("error"):
        reason = refusal if refusal in _REFUSALS else "refused_by_provider"
        raise _Failed(refusal, call.queried("error_description"), reason)
    if not call.queried("code"):
        raise _Failed("no_code")
    provider = _provider(call, pending)
    account, profile = _vouched_for(call, provider, pending)
    if pending.link:
        call.witness.event = SecurityEvent.ACCOUNT_LINKED
        try:
            linking.by_return(call, pending.link, provider, account, profile)
        except NotLinked as error:
            raise _Failed(error.code) from error
        return pending.callback_url, ()
    try:
        admitted = admit(
            call, provider, account, profile, pending.callback_url, request_sign_up=pending.request_sign_up
        )
    except NotAdmitted as error:
        raise _Failed(str(error).replace(" ", "_")) from error
    target = (admitted.is_new and pending.new_user_url) or pending.callback_url
    if admitted.session is None:
        call.witness.sees(admitted.user.id)
        return locations.appended(target, **second_factor.REDIRECT), admitted.cookies
    call.witness.event = SecurityEvent.SIGN_UP if admitted.is_new else SecurityEvent.SIGN_IN
    call.witness.sees(admitted.user.id, admitted.session.id)
    return target, (*admitted.cookies, *devices.remembered(call, admitted.user.email))


def _provider(call: Call, pending: Pending) -> Provider:
    """The provider that the browser was sent to: a code that another one gave must not be shown to it (RFC 9207)."""
    provider = providers.find(call.parameters["id"])
    if provider is None:
        raise _Failed("oauth_provider_not_found")
    if pending.provider_id not in (None, provider.id):
        raise _Failed("state_mismatch")
    issuer = call.queried("iss")
    if issuer and provider.issuers and issuer not in provider.issuers:
        raise _Failed("issuer_mismatch")
    return provider


def _vouched_for(call: Call, provider: Provider, pending: Pending) -> tuple[SocialAccount, Profile]:
    from auth.social.oauth.http_client import Outbound

    with Outbound() as outbound:
        try:
            code, own = call.queried("code"), redirect_uri(call, provider)
            tokens = exchange.redeem(provider, outbound, code, pending.code_verifier, own, call.now)
        except ProviderFailed as error:
            raise _logged(provider, error, "invalid_code") from error
        try:
            if provider.binds_id_tokens and not pending.nonce:
                raise InvalidIdToken("made for nobody's journey")
            profile = provider.profile(tokens, outbound, call.now, pending.nonce)
        except (ProviderFailed, InvalidIdToken) as error:
            raise _logged(provider, error, "unable_to_get_user_info") from error
    return SocialAccount(provider.id, profile.account_id, tokens), profile


def _logged(provider: Provider, error: Exception, code: str) -> _Failed:
    logger.warning("a provider did not vouch for anybody", provider=provider.id, code=code, reason=str(error))
    return _Failed(code)


def _fault(error: SpoorError) -> _Failed:
    logger.error("a sign-in at a provider was lost", code=error.code, reason=error.message)
    return _Failed("internal_server_error")


def _told(call: Call, error_url: str | None, failed: _Failed, *cookies: str) -> Answer:
    call.witness.reason = failed.reason
    fields = {"error": failed.code} | ({"error_description": failed.description} if failed.description else {})
    target = locations.appended(error_url or call.site.address("/error"), **fields)
    return Answer(302, headers=locations.header(target), cookies=cookies)


ENDPOINTS = (
    Endpoint("GET", "/callback/:id", respond, query=_FIELDS, event=SecurityEvent.SIGN_IN),
    Endpoint("POST", "/callback/:id", forward, Body(fields=_FIELDS, forms=True, optional=True), query=_FIELDS),
)
