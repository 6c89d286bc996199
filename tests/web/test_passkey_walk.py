"""Passkeys in a browser with an authenticator of its own: added, signed in with, renamed, removed."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.stack import Stack
from tests.web.views.test_every_view import picture, violations

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
IN_A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, stack: Stack) -> Iterator[Page]:
    """A page at a name, since browsers have no passkeys for an address."""
    url = stack.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=url, viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def device(page: Page) -> CDPSession:
    """What tells the page's authenticator what to do."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session


def plug_in(device: CDPSession, **other: Any) -> str:
    """Another authenticator. Gives its id."""
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": {**IN_A_PHONE, **other}})
    return str(made["authenticatorId"])


def sign_in_by_passkey(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in?next=/settings/security")
    page.get_by_role("button", name="Continue with a passkey").click()


def test_a_passkey_is_added_signs_in_is_renamed_and_once_it_is_removed_opens_nothing(
    page: Page, device: CDPSession
) -> None:
    account = {"name": "Ann", "email": f"{uuid4()}@example.com", "password": PASSWORD}
    assert page.context.request.post("/api/auth/sign-up/email", data=account).ok
    plug_in(device)

    # Ann adds one to her account, and another of the same device is refused by the browser.
    page.goto("/settings/security")
    page.get_by_label("Name", exact=True).first.fill("Phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Phone signs you in from now on.")).to_be_visible()
    page.get_by_label("Name", exact=True).first.fill("Again")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for you already.")).to_be_visible()
    picture(page, "passkeys")
    assert violations(page) == []

    # It signs her in, where she has no cookie.
    sign_in_by_passkey(page)
    expect(page.get_by_role("button", name="Rename Phone")).to_be_visible()
    assert account["email"] in page.locator("#who").inner_text()

    # Renamed, and removed: the device goes on offering it, and it opens nothing.
    page.get_by_role("button", name="Rename Phone").click()
    page.get_by_label("Name", exact=True).last.fill("Old phone")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("button", name="Remove Old phone").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Remove Old phone")).to_have_count(0)
    sign_in_by_passkey(page)
    expect(page.get_by_text("This passkey opens no account here.")).to_be_visible()
    picture(page, "sign-in-with-a-passkey")
    assert violations(page) == []
    assert not any(each.get("name") == "better-auth.session_token" for each in page.context.cookies())
