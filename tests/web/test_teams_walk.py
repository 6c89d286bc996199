"""A team in two browsers: invited, accepted, looked, refused as a viewer, promoted, and out again."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack
from tests.web.test_account_walk import mailed_link
from tests.web.test_links_walk import make_link
from tests.web.views.test_every_view import picture, violations

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture
def veras(chromium: Browser, stack: Stack) -> Iterator[Page]:
    """The page of somebody who has heard nothing of all this, on a phone."""
    context = chromium.new_context(base_url=stack.url, viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def anns(context: BrowserContext) -> Page:
    """Ann's page; she has an app."""
    account = {"name": "Ann", "email": f"{uuid4()}@example.com", "password": PASSWORD}
    assert context.request.post("/api/auth/sign-up/email", data=account).ok
    assert context.request.post("/api/apps", data={"name": "Webshop"}).ok
    return context.new_page()


def try_to_keep_a_board(page: Page, app_id: str, name: str) -> None:
    page.goto(f"/dashboard/{app_id}/boards")
    page.get_by_role("button", name="New board").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make it").click()


def test_a_viewer_is_invited_looks_is_refused_is_promoted_shares_and_leaves_nothing_behind(
    anns: Page, veras: Page, complaints: list[str], chromium: Browser, stack: Stack
) -> None:
    seen, email = {path.name for path in stack.outbox.glob("*.eml")}, f"vera-{uuid4().hex[:8]}@example.com"

    # Ann makes a team, shares her app with it, and invites Vera.
    anns.goto("/settings")
    anns.get_by_role("link", name="Teams").click()
    anns.get_by_label("Name of a new team").fill("Growth & Co")
    anns.get_by_role("button", name="Make the team").click()
    expect(anns.get_by_role("heading", name="Growth & Co")).to_be_visible()
    team = anns.url
    anns.goto("/settings")
    anns.get_by_role("link", name="Webshop", exact=True).click()
    anns.get_by_role("button", name="Share it").click()
    expect(anns.get_by_text("The members of Growth & Co see it now")).to_be_visible()
    app_id = anns.url.rpartition("/")[2]
    anns.goto(team)
    anns.get_by_label("E-mail").fill(email)
    anns.get_by_role("combobox", name="As", exact=True).select_option("viewer")
    anns.get_by_role("button", name="Invite", exact=True).click()
    expect(anns.get_by_text(f"{email} is invited")).to_be_visible()
    picture(anns, "team")
    assert violations(anns) == []

    # Vera opens the mail's link, makes an account with its address, and joins.
    veras.goto(mailed_link(stack.outbox, seen))
    veras.get_by_role("link", name="Create an account").click()
    veras.get_by_label("Your name").fill("Vera")
    veras.get_by_label("E-mail").fill(email)
    veras.get_by_label("Password", exact=True).fill(PASSWORD)
    veras.get_by_role("button", name="Create the account").click()
    expect(veras.get_by_role("heading", name="Growth & Co")).to_be_visible()
    picture(veras, "invitation")
    assert violations(veras) == []
    veras.get_by_role("button", name="Join the team").click()
    expect(veras.get_by_text("(you)")).to_be_visible()
    expect(veras.get_by_role("button", name="Invite", exact=True)).to_be_hidden()
    picture(veras, "team-of-a-viewer")

    # She looks, and can change nothing.
    veras.get_by_role("link", name="Dashboard of Webshop").click()
    expect(veras.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)
    veras.goto(f"/settings/{app_id}")
    expect(veras.get_by_text("You are a viewer here")).to_be_visible()
    for name in ("Rename", "Make a new key …", "Delete this app …"):
        expect(veras.get_by_role("button", name=name)).to_be_hidden()
    try_to_keep_a_board(veras, app_id, "Mine")
    expect(veras.get_by_text("Your role in this app is viewer")).to_be_visible()

    # Ann promotes her, and then she can.
    anns.goto(team)
    anns.get_by_label("Role of Vera").select_option("member")
    expect(anns.get_by_label("Role of Vera")).to_have_value("member")
    try_to_keep_a_board(veras, app_id, "Mine")
    expect(veras.get_by_role("heading", name="Mine")).to_be_visible()

    # As an owner she shows the board to whoever has a link, signed in or not.
    anns.get_by_label("Role of Vera").select_option("owner")
    expect(anns.get_by_label("Role of Vera")).to_have_value("owner")
    veras.reload()
    veras.get_by_role("button", name="Share …", exact=True).click()
    url = make_link(veras)
    picture(veras, "sharing-on-a-phone")
    assert violations(veras) == []
    strangers = chromium.new_context(base_url=stack.url).new_page()
    strangers.goto(url)
    expect(strangers.get_by_role("heading", level=1)).to_have_text("Mine")

    # Ann takes her out: at her next step there is no such app, and her link shows nothing any more.
    anns.get_by_role("button", name="Remove Vera").click()
    anns.get_by_role("button", name="Remove", exact=True).click()
    expect(anns.get_by_label("Role of Vera")).to_have_count(0)
    strangers.goto(url)
    expect(strangers.get_by_role("heading", name="This link has ended")).to_be_visible()
    strangers.context.close()
    veras.goto(f"/settings/{app_id}")
    expect(veras.get_by_text("This app is not there")).to_be_visible()
    veras.goto(team)
    expect(veras.get_by_text("You are not in this team")).to_be_visible()

    # The app is Ann's alone again, and the team goes.
    anns.goto(f"/settings/{app_id}")
    anns.get_by_role("button", name="Take it back …").click()
    anns.get_by_role("button", name="Take it back", exact=True).click()
    expect(anns.get_by_text("Yours alone")).to_be_visible()
    picture(anns, "app-settings")
    assert violations(anns) == []
    anns.goto(team)
    anns.get_by_role("button", name="Delete the team …").click()
    anns.get_by_label(re.compile("^Type Growth & Co")).fill("Growth & Co")
    anns.get_by_role("button", name="Delete the team", exact=True).click()
    expect(anns.get_by_text("No team yet")).to_be_visible()
    picture(anns, "teams")
    assert violations(anns) == []
    assert complaints == []
