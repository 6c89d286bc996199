"""Sending a browser to a provider: what POST /sign-in/social and POST /link-social have in common."""

from auth.gate.fields import Field
from auth.gate.shapes import AnyText, Nested, Record, Texts
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call
from auth.session import set_cookies
from auth.social import state
from auth.social.oauth import exchange
from auth.social.oauth.provider import Provider
from auth.social.state import Link
from auth.users.text import storable

_OURS = (  # parameters of the request for a code that only this server sets
    *("state", "client_id", "redirect_uri", "response_type"),
    *("code_challenge", "code_challenge_method", "nonce", "scope"),
)

CALLBACK_URL = Field("callbackURL", required=False)
ERROR_CALLBACK_URL = Field("errorCallbackURL", required=False)
PROVIDER = AnyText("provider")
DISABLE_REDIRECT = Field("disableRedirect", "boolean", required=False)
ID_TOKEN = Nested(
    "idToken",
    required=False,
    fields=(Field("token"), *(Field(name, required=False) for name in ("nonce", "accessToken", "refreshToken"))),
)
SCOPES = Texts("scopes", required=False)
REQUEST_SIGN_UP = Field("requestSignUp", "boolean", required=False)
LOGIN_HINT = Field("loginHint", required=False)
ADDITIONAL_PARAMS = Record("additionalParams", required=False, texts=True, reserved=_OURS)
ADDITIONAL_DATA = Record("additionalData", required=False)  # Better Auth's server hands it to code of its owner's


def begin(call: Call, provider: Provider, link: Link | None = None) -> Answer:
    """Where the provider is to be asked, as an order to Better Auth's client or, with disableRedirect, as news."""
    begun = state.begin(call, provider, link)
    scopes = tuple(storable(scope) for scope in call.fields.get("scopes", ()))
    more = {storable(name): storable(text) for name, text in call.fields.get("additionalParams", {}).items()}
    if hint := call.fields.get("loginHint"):
        more = {"login_hint": storable(hint), **more}
    if begun.nonce:
        more["nonce"] = begun.nonce
    url = exchange.authorization_url(provider, redirect_uri(call, provider), begun.state, begun.verifier, scopes, more)
    redirect = not call.fields.get("disableRedirect", False)
    headers = locations.header(url) if redirect else {}
    return Answer(
        body={"url": url, "redirect": redirect}, headers=headers, cookies=(set_cookies.state(call, begun.state),)
    )


def redirect_uri(call: Call, provider: Provider) -> str:
    """Where the provider sends the browser back to; the provider must know it, letter for letter."""
    return call.site.address(f"/callback/{provider.id}")
