"""POST /sign-in/social: sign in with an account at a provider, by a journey there or by an id token from there."""

from dataclasses import replace

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.session import devices, second_factor
from auth.social import providers
from auth.social.admit import NotAdmitted, admit
from auth.social.endpoints import begin
from auth.social.id_tokens import vouched_for
from auth.social.oauth.provider import Provider
from auth.social.refusals import not_linked
from spoor.accounts.activity import SecurityEvent


def respond(call: Call) -> Answer:
    """The provider's address to go to; or, where the body has an id token, a session at once."""
    provider = providers.named(call.fields["provider"])
    return _signed_in(call, provider) if "idToken" in call.fields else begin.begin(call, provider)


def _signed_in(call: Call, provider: Provider) -> Answer:
    call.witness.event = SecurityEvent.SIGN_IN
    account, profile = vouched_for(call, provider)
    account = replace(
        account, tokens=replace(account.tokens, refresh_token=None)
    )  # as Better Auth does: only links keep it
    callback_url, request_sign_up = call.fields.get("callbackURL"), call.fields.get("requestSignUp", False)
    try:
        admitted = admit(call, provider, account, profile, callback_url, request_sign_up=request_sign_up)
    except NotAdmitted as error:
        raise Refused(not_linked(str(error))) from error
    if admitted.session is None:
        call.witness.sees(admitted.user.id)
        return Answer(body=second_factor.ASKED, cookies=admitted.cookies)
    call.witness.event = SecurityEvent.SIGN_UP if admitted.is_new else SecurityEvent.SIGN_IN
    call.witness.sees(admitted.user.id, admitted.session.id)
    body = {"redirect": False, "token": admitted.session.token, "user": admitted.user.wire()}
    return Answer(body=body, cookies=(*admitted.cookies, *devices.remembered(call, admitted.user.email)))


ENDPOINT = Endpoint(
    "POST",
    "/sign-in/social",
    respond,
    Body(
        fields=(
            begin.CALLBACK_URL,
            Field("newUserCallbackURL", required=False),
            begin.ERROR_CALLBACK_URL,
            begin.PROVIDER,
            begin.DISABLE_REDIRECT,
            begin.ID_TOKEN,
            begin.SCOPES,
            begin.REQUEST_SIGN_UP,
            begin.LOGIN_HINT,
            begin.ADDITIONAL_PARAMS,
            begin.ADDITIONAL_DATA,
        )
    ),
)
