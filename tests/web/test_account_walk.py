"""An account in a browser: its address verified, its password forgotten and set anew, its devices signed out."""

import re
import time
from email import message_from_bytes, policy
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack

pytestmark = pytest.mark.browser
PASSWORD, ANOTHER = "correct horse battery", "staple battery horse"
_PATIENCE = 15.0  # seconds until a mail that does not come counts as lost


def mailed_link(outbox: Path, seen: set[str]) -> str:
    """The link of the one mail that came since `seen`."""
    until = time.monotonic() + _PATIENCE
    while not (new := {path.name for path in outbox.glob("*.eml")} - seen):
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.05)
    [name] = new
    seen.add(name)
    message = message_from_bytes((outbox / name).read_bytes(), policy=policy.default)
    text = message.get_body(("plain",))
    assert text is not None
    found = re.search(r"^https?://\S+", text.get_content(), re.MULTILINE)
    assert found
    return found[0]


def sign_in(page: Page, email: str, password: str) -> None:
    """Through the form."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_account_from_sign_up_to_the_sign_out_of_another_device(
    chromium: Browser, context: BrowserContext, complaints: list[str], stack: Stack
) -> None:
    page, email = context.new_page(), "walker@example.com"
    seen = {path.name for path in stack.outbox.glob("*.eml")}
    page.goto("/sign-up?next=/settings/security")
    page.get_by_label("Your name").fill("Walker")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()

    # The address is verified by the link of a mail.
    expect(page.get_by_text("is not verified yet")).to_be_visible()
    page.get_by_role("button", name="Send a link to verify it").click()
    expect(page.get_by_text("A mail is on its way")).to_be_visible()
    page.goto(mailed_link(stack.outbox, seen))
    expect(page.get_by_text("your address is verified")).to_be_visible()
    page.goto("/settings/security")
    expect(page.get_by_text(f"{email} is verified")).to_be_visible()

    # The password is forgotten, and another one chosen.
    page.wait_for_load_state("networkidle")  # what the page still asks for is refused once nobody is signed in
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(f"{stack.url}/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("a mail is on its way")).to_be_visible()
    link = mailed_link(stack.outbox, seen)
    page.goto(link)
    expect(page).to_have_url(f"{stack.url}/reset-password")  # the token has left the address
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("The password is set")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link does not work any more")).to_be_visible()

    # Only the new one opens the account.
    page.goto("/sign-in?next=/settings/security")
    sign_in(page, email, PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("Invalid email or password")
    complaints.clear()  # the browser reports the 401 that was asked for
    sign_in(page, email, ANOTHER)
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()

    # Another device signs in, is seen here, and signed out from here; the very next thing it asks is refused.
    phone = chromium.new_context(base_url=stack.url, user_agent="Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")
    other = phone.new_page()
    other.goto("/sign-in?next=/settings/security")
    sign_in(other, email, ANOTHER)
    expect(other.get_by_text("this one")).to_be_visible()
    page.reload()
    expect(page.locator("#sessions li")).to_have_count(2)  # that of sign-up went when it was signed out
    page.get_by_role("button", name="Sign out Firefox on Android").click()
    expect(page.locator("#sessions").get_by_text("Firefox on Android")).to_have_count(0)
    other.reload()
    expect(other).to_have_url(re.compile(r"/sign-in\?next="))
    phone.close()
    assert complaints == []


def test_an_api_token_is_shown_once_opens_the_api_and_is_revoked(
    context: BrowserContext, complaints: list[str], stack: Stack
) -> None:
    page = context.new_page()
    page.goto("/sign-up?next=/settings/security")
    page.get_by_label("Your name").fill("Tess")
    page.get_by_label("E-mail").fill("tess@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    form = page.locator("#token-form")
    form.get_by_label("Name").fill("Nightly")
    form.get_by_role("button", name="Make a token").click()
    token = page.locator("#new-token output").inner_text()
    ask = context.request
    headers = {"authorization": f"Bearer {token}"}
    assert ask.get(f"{stack.url}/api/v1/apps", headers=headers).json() == {"apps": []}
    page.reload()
    expect(page.locator("#tokens")).to_contain_text("Nightly")
    expect(page.locator("#new-token output")).to_have_count(0)
    page.get_by_role("button", name="Revoke Nightly").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke it").click()
    expect(page.locator("#tokens li")).to_have_count(0)
    assert ask.get(f"{stack.url}/api/v1/apps", headers=headers).status == 403
    assert complaints == []


def test_a_deleted_account_is_gone(context: BrowserContext, stack: Stack) -> None:
    page = context.new_page()
    page.goto("/sign-up?next=/settings/security")
    page.get_by_label("Your name").fill("Gone")
    page.get_by_label("E-mail").fill("gone@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("button", name="Delete the account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Type gone@example.com").fill("gone@example.com")
    dialog.get_by_role("button", name="Delete the account").click()
    expect(page).to_have_url(f"{stack.url}/")
    page.goto("/sign-in")
    sign_in(page, "gone@example.com", PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("Invalid email or password")


def test_what_a_session_alone_may_not_do_takes_the_password(
    context: BrowserContext, complaints: list[str], stack: Stack
) -> None:
    page, email = context.new_page(), "prover@example.com"
    page.goto("/sign-up?next=/settings/security")
    page.get_by_label("Your name").fill("Prover")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_text("this one")).to_be_visible()
    with psycopg.connect(stack.database, autocommit=True) as database:
        database.execute("UPDATE public.session SET created_at = created_at - interval '15 minutes'")

    form, dialog = page.locator("#address-form"), page.get_by_role("dialog")
    form.get_by_label("Another address").fill("prover2@example.com")
    form.get_by_role("button").click()
    dialog.get_by_label("The password of your account").fill("not that one")
    dialog.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_have_text("Invalid password")
    seen = {path.name for path in stack.outbox.glob("*.eml")}
    form.get_by_role("button").click()
    dialog.get_by_label("The password of your account").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("A mail is on its way")).to_be_visible()
    assert "/verify-email" in mailed_link(stack.outbox, seen)

    page.get_by_role("button", name="Delete the account").click()
    dialog.get_by_label(f"Type {email}").fill(email)
    dialog.get_by_role("button", name="Delete the account").click()
    expect(dialog.get_by_text("It is some time since you signed in")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Delete the account").click()
    dialog.get_by_label(f"Type {email}").fill(email)
    dialog.get_by_role("button", name="Delete the account").click()
    dialog.get_by_label("The password of your account").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{stack.url}/")
    assert [said for said in complaints if "status of 4" not in said] == []


def test_signing_out_everywhere_else_offers_to_revoke_the_tokens(
    chromium: Browser, context: BrowserContext, complaints: list[str], stack: Stack
) -> None:
    page, email = context.new_page(), "leaver@example.com"
    page.goto("/sign-up?next=/settings/security")
    page.get_by_label("Your name").fill("Leaver")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_text("this one")).to_be_visible()
    form = page.locator("#token-form")
    form.get_by_label("Name").fill("Nightly")
    form.get_by_role("button", name="Make a token").click()
    expect(page.locator("#tokens li")).to_have_count(1)
    other = chromium.new_context(base_url=stack.url)
    elsewhere = other.new_page()
    elsewhere.goto("/sign-in?next=/settings/security")
    sign_in(elsewhere, email, PASSWORD)
    expect(elsewhere.get_by_text("this one")).to_be_visible()
    page.reload()
    expect(page.locator("#sessions li")).to_have_count(2)
    expect(page.locator("#activity li")).to_have_text(
        [
            re.compile("^Sign-inChrome on Linux · 127.0.0.0/24"),
            re.compile("^API token madethis browser · 127.0.0.0/24"),
            re.compile("^Account createdthis browser · 127.0.0.0/24"),
        ]
    )
    page.get_by_role("button", name="Sign out everywhere else").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Revoke all API tokens").check()
    dialog.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("#sessions li")).to_have_count(1)
    expect(page.locator("#tokens li")).to_have_count(0)
    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile(r"/sign-in\?next="))
    other.close()
    assert complaints == []
