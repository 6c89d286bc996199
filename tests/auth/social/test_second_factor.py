"""A provider's word opens nothing past a second factor of ours, unless its owner has switched that off."""

from collections.abc import Callable

import pytest

from tests.auth.browser import PASSWORD, TOKEN, Browser
from tests.auth.social.journey import Direct, location, sign_in, verify
from tests.auth.social.openid_provider import OpenIdProvider
from tests.authenticator import Authenticator
from tests.conftest import forget_settings


def test_who_comes_from_a_provider_is_asked_where_they_wanted_to_go(
    browser: Browser,
    provider: OpenIdProvider,
    database: Direct,
    settings: pytest.MonkeyPatch,
    features: Callable[..., None],
) -> None:
    settings.setenv("AUTH_PLUGINS", "twoFactor")
    forget_settings()
    browser.sign_up()
    verify(database)
    prepared = browser.post("/two-factor/enable", {"password": PASSWORD})
    phone = Authenticator.of(prepared.json["totpURI"])
    assert browser.post("/two-factor/verify-totp", {"code": phone.code()}).status == 200
    other = Browser()
    answer = sign_in(other, provider, "ann", callbackURL="/dashboard?app=1")
    assert location(answer) == "/dashboard?app=1&twoFactorRedirect=true"
    assert (other.session(), TOKEN in other.jar) == (None, False)
    assert other.post("/two-factor/verify-totp", {"code": phone.code(1), "trustDevice": True}).status == 200
    other.post("/sign-out")
    assert location(sign_in(other, provider, "ann", callbackURL="/dashboard")) == "/dashboard"
    assert other.session()["user"]["twoFactorEnabled"] is True
    features("-askSecondFactorEverywhere")
    assert location(sign_in(Browser(), provider, "ann", callbackURL="/dashboard")) == "/dashboard"
