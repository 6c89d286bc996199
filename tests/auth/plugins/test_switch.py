"""A plugin is off unless it is named; then it adds its routes, and its keys to users and sessions."""

from collections.abc import Callable

import pytest

from auth import routes
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import Misconfigured
from tests.auth.browser import Browser


def test_where_it_is_off_its_routes_do_not_exist_and_sessions_are_as_they_were(browser: Browser) -> None:
    browser.sign_up()
    for endpoint in (each for plugin in Plugin for each in routes.endpoints_of(plugin)):
        answer = browser.post(endpoint.path, {}) if endpoint.method == "POST" else browser.get(endpoint.path)
        assert (answer.status, answer.text) == (404, ""), endpoint.path
    assert "activeOrganizationId" not in browser.session()["session"]
    assert "twoFactorEnabled" not in browser.session()["user"]
    refused = browser.post("/update-session", {"activeOrganizationId": "x"})
    assert (refused.status, refused.json["message"]) == (400, "No fields to update")


def test_where_it_is_on_sessions_say_what_they_are_about(browser: Browser, named: Callable[[str], None]) -> None:
    named(" organization ,")
    browser.sign_up()
    assert browser.session()["session"]["activeOrganizationId"] is None
    assert browser.get("/list-sessions").json[0]["activeOrganizationId"] is None
    assert browser.post("/update-session", {"activeOrganizationId": "x"}).code == (400, "FIELD_NOT_ALLOWED")


def test_a_word_that_is_no_plugin_is_named_in_the_error(named: Callable[[str], None]) -> None:
    named("organization,organisation")
    with pytest.raises(Misconfigured, match=r"'organisation', which is no plugin.*organization"):
        plugins.is_on(Plugin.ORGANIZATION)
