"""POST /link-social: give the user who is signed in a further way to sign in."""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.session.sessions import Presented
from auth.social import linking, providers
from auth.social.endpoints import begin
from auth.social.id_tokens import vouched_for
from auth.social.linking import NotLinked, NotVerified, OtherEmail, OtherUser
from auth.social.refusals import (
    LINKING_DIFFERENT_EMAILS,
    LINKING_FAILED,
    LINKING_NOT_ALLOWED,
    SOCIAL_ACCOUNT_ALREADY_LINKED,
)
from auth.social.state import Link
from spoor.accounts.activity import SecurityEvent

_REFUSALS = {
    NotLinked: LINKING_FAILED,
    NotVerified: LINKING_NOT_ALLOWED,
    OtherEmail: LINKING_DIFFERENT_EMAILS,
    OtherUser: SOCIAL_ACCOUNT_ALREADY_LINKED,
}


def respond(call: Call, presented: Presented) -> Answer:
    """The provider's address to go to; or, where the body has an id token, the account is linked at once."""
    provider = providers.named(call.fields["provider"])
    link = Link(presented.user.id, presented.user.email)
    if "idToken" not in call.fields:
        return begin.begin(call, provider, link)
    call.witness.event = SecurityEvent.ACCOUNT_LINKED
    account, profile = vouched_for(call, provider)
    try:
        linking.by_id_token(call, link, provider, account, profile)
    except NotLinked as error:
        raise Refused(_REFUSALS[type(error)]) from error
    return Answer(body={"url": "", "status": True, "redirect": False})


ENDPOINT = Endpoint(
    "POST",
    "/link-social",
    signed_in(respond),
    Body(
        fields=(
            begin.CALLBACK_URL,
            begin.PROVIDER,
            begin.ID_TOKEN,
            begin.REQUEST_SIGN_UP,
            begin.SCOPES,
            begin.ERROR_CALLBACK_URL,
            begin.DISABLE_REDIRECT,
            begin.LOGIN_HINT,
            begin.ADDITIONAL_PARAMS,
            begin.ADDITIONAL_DATA,
        )
    ),
)
