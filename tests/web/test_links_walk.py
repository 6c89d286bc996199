"""A board is shared by a link, opened by somebody who is not signed in, framed by the site that it names, and ended."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack
from tests.web.shop import REACHED, Shop, journeys, send
from tests.web.views.test_every_view import picture, violations

pytestmark = pytest.mark.browser
PASSWORD = "a word for colleagues"


@pytest.fixture
def strangers(chromium: Browser, stack: Stack) -> Iterator[Page]:
    """The page of somebody without an account."""
    context = chromium.new_context(base_url=stack.url, viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def anns(context: BrowserContext, stack: Stack) -> tuple[Page, str, str]:
    """Ann's page, her app, and a board in it."""
    account = {"name": "Ann", "email": f"{uuid4()}@example.com", "password": "correct horse battery"}
    post = context.request.post
    assert post("/api/auth/sign-up/email", data=account).ok
    app = post("/api/apps", data={"name": "Webshop"}).json()
    assert send(stack.ingest, app["apiKey"], journeys())[0] == 200

    def save(name: str, report: str, question: dict[str, Any]) -> dict[str, str]:
        said = {"name": name, "report": report, "question": {**question, "timezone": "Asia/Tehran"}, "lastDays": 7}
        made = post(f"/api/apps/{app['id']}/saved-reports", data=said)
        assert made.ok, made.text()
        return {"savedReportId": made.json()["id"]}

    events = {"interval": "day", "series": [{"event": "visited", "measure": "visitors"}]}
    tiles = [
        {"text": "# Mornings\nWhat we look at.", "width": "whole"},
        save("Visits a day", "trends", events),
        save("To an order", "funnel", {"steps": [{"event": name} for name in REACHED]}),
        save("At a glance", "overview", {"interval": "day", "lists": []}),
        save("Who returns", "retention", {"interval": "day", "periods": 3, "cohort": "first", "counting": "on"}),
    ]
    board = post(f"/api/apps/{app['id']}/dashboards", data={"name": "Every morning", "tiles": tiles})
    assert board.ok, board.text()
    return context.new_page(), app["id"], board.json()["id"]


def make_link(page: Page, *, site: str = "", password: str = "") -> str:
    """Make a link in the dialog that is open; its address."""
    dialog = page.get_by_role("dialog")
    if site:
        dialog.get_by_label("It may stand in a frame on other sites").check()
        dialog.get_by_label("Those sites").fill(site)
    if password:
        dialog.get_by_label("Password, if it shall have one").fill(password)
    dialog.get_by_role("button", name="Make a link").click()
    return dialog.get_by_role("textbox", name="Address of the link").input_value()


def test_a_board_is_shared_seen_signed_out_and_in_a_frame_and_gone_once_it_is_ended(
    anns: tuple[Page, str, str], strangers: Page, shop: Shop, complaints: list[str]
) -> None:
    page, app_id, board_id = anns

    # Ann shares her board with whoever has the link, in frames of one site.
    page.goto(f"/dashboard/{app_id}/boards?board={board_id}")
    page.get_by_role("button", name="Share …", exact=True).click()
    url = make_link(page, site=shop.url.rstrip("/"))
    expect(page.get_by_role("list", name="Links").get_by_role("listitem")).to_have_count(1)
    picture(page, "sharing")
    assert violations(page) == []

    # A stranger sees the board as it is, and no way to anything else of it.
    heard: list[str] = []
    strangers.on("console", lambda said: heard.append(said.text))
    strangers.goto(url)
    expect(strangers.get_by_role("heading", level=1)).to_have_text("Every morning")
    funnel = strangers.locator("[data-tile='To an order']")
    expect(funnel.locator(".visitors")).to_have_text([re.compile(f"^{each} visitors") for each in REACHED.values()])
    expect(strangers.locator("[data-tile='Visits a day'] .big")).to_have_text(str(REACHED["visited"]))
    expect(strangers.get_by_role("heading", name="Mornings")).to_be_visible()
    expect(strangers.get_by_role("navigation")).to_have_count(0)
    expect(strangers.get_by_role("button")).to_have_count(0)
    assert app_id not in strangers.content()
    for width in (1440, 390):
        strangers.set_viewport_size({"width": width, "height": 900})
        picture(strangers, f"shared-{width}")
        assert violations(strangers) == []
        assert strangers.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert heard == []

    # It stands in a frame of the site that it names, and of no other.
    shop.snippet = f'<iframe src="{url}" width="1200" height="900" title="Every morning"></iframe>'
    strangers.goto(shop.url)
    expect(strangers.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("Every morning")
    other = Shop()
    other.snippet = shop.snippet
    strangers.goto(other.url)
    expect(strangers.locator("iframe")).to_be_visible()
    assert "frame-ancestors" in " ".join(heard)
    assert strangers.frames[1].url.startswith("chrome-error:")
    other.close()

    # Ann sees how often it was viewed, and ends it.
    page.goto(f"/settings/{app_id}")
    row = page.locator("#links li")
    expect(row).to_contain_text("2 views")
    expect(row).to_contain_text(shop.url.rstrip("/"))
    picture(page, "links-in-settings")
    assert violations(page) == []
    row.get_by_role("button", name="End the link to Every morning").click()
    expect(page.get_by_text("There is none.")).to_be_visible()
    strangers.goto(url)
    expect(strangers.get_by_role("heading", name="This link has ended")).to_be_visible()
    strangers.goto(shop.url)
    expect(strangers.frame_locator("iframe").get_by_role("heading", name="This link has ended")).to_have_count(0)
    assert complaints == []


def test_a_report_is_shared_behind_a_password_which_its_page_asks_for(
    anns: tuple[Page, str, str], strangers: Page
) -> None:
    page, app_id, board_id = anns
    page.goto(f"/dashboard/{app_id}/boards?board={board_id}")
    page.get_by_role("button", name="What to do with To an order").click()
    page.get_by_role("button", name="Share …", exact=True).last.click()
    url = make_link(page, password=PASSWORD)
    heard: list[str] = []
    strangers.on("console", lambda said: heard.append(said.text))
    strangers.goto(url)
    strangers.get_by_label("Password").fill("another word")
    strangers.get_by_role("button", name="Show it").click()
    expect(strangers.get_by_text("This is not the link's password.")).to_be_visible()
    picture(strangers, "password-of-a-link")
    assert violations(strangers) == []
    strangers.get_by_label("Password").fill(PASSWORD)
    strangers.get_by_role("button", name="Show it").click()
    expect(strangers.get_by_role("heading", level=1)).to_have_text("To an order")
    expect(strangers.locator(".panel")).to_have_count(1)
    assert [each for each in heard if "status of 401" not in each] == []
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^End the link made")).click()
    expect(page.get_by_role("list", name="Links")).to_have_count(0)
    strangers.reload()
    expect(strangers.get_by_role("heading", name="This link has ended")).to_be_visible()
