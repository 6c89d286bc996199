"""The whole of Spoor in a browser: from sign-up to the numbers of real trackers, and out again."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stack import Stack
from tests.web.shop import REACHED, STEPS, Shop, journeys, send

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


def sign_up(page: Page, email: str) -> None:
    """As a stranger who asked for the dashboard."""
    page.goto("/dashboard")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/dashboard$"))
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_label("Name of the app").fill("Webshop")
    page.get_by_role("button", name="Create the app").click()
    expect(page.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)


def copied(page: Page, tracker: str, what: str = "the snippet") -> str:
    """The snippet for a tracker, or an event of its, through the clipboard."""
    page.get_by_label(tracker, exact=True).check(force=True)
    button = page.get_by_role("button", name=f"Copy {what} for {tracker}")
    button.click()
    expect(button).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def pick_event(page: Page, place: str, event: str) -> None:
    """From the catalog, by typing its name."""
    page.get_by_role("button", name=place).click()
    page.get_by_role("combobox", name="Event").fill(event)
    page.get_by_role("combobox", name="Event").press("Enter")


def ask_trend(page: Page, event: str, measure: str) -> None:
    page.get_by_label("Measure of series A").select_option(measure)
    pick_event(page, "Event of series A", event)


def test_a_stranger_gets_from_sign_up_to_the_numbers_of_real_trackers(
    context: BrowserContext, elsewhere: Page, complaints: list[str], stack: Stack, shop: Shop
) -> None:
    page = context.new_page()
    sign_up(page, "ann@example.com")

    # The snippets work as they are pasted: posthog-js in a page of another origin, and fetch without a library.
    shop.snippet = copied(page, "Web, HTML")
    event = copied(page, "Web, HTML", "an event")
    native = copied(page, "fetch")
    with elsewhere.expect_response(lambda answer: "order completed" in (answer.request.post_data or "")) as delivered:
        elsewhere.goto(shop.url)
        elsewhere.evaluate(event)
    assert delivered.value.status == 200
    elsewhere.evaluate(f"async () => {{ {native} }}")

    # The same events, sent twice, are there once.
    found = re.search(r"Bearer (\w+)", native)
    assert found
    key = found[1]
    events = journeys()
    for fate in ("accepted", "duplicates"):
        status, receipt = send(stack.ingest, key, events)
        assert (status, receipt[fate]) == (200, len(events))

    # The overview is there by itself when the first event is.
    visitors = page.get_by_role("button", name=re.compile("^Visitors"))
    expect(visitors).to_be_visible()
    page.get_by_role("button", name="Refresh").click()
    expect(visitors).to_contain_text("12")

    # Trends: events are picked from what there is.
    page.get_by_role("link", name="Trends", exact=True).click()
    figures, chart = page.locator("#trend-figures"), page.get_by_role("img", name="The arrow keys read")
    ask_trend(page, "visited", "total")
    expect(figures).to_have_text("10 visited")
    ask_trend(page, "order completed", "visitors")  # three journeys, posthog-js's visitor, and the one of the snippet
    expect(figures).to_have_text("5 order completed")
    ask_trend(page, "$pageview", "total")
    expect(figures).to_have_text("1 $pageview")
    page.go_back()
    expect(figures).to_have_text("5 order completed")

    # The chart can be read with the keyboard, and as a table.
    ask_trend(page, "signed up", "total")
    expect(figures).to_have_text("6 signed up")
    chart.press("End")
    expect(page.locator(".tip")).to_contain_text("so far")
    page.get_by_text("The numbers as a table").click()
    values = page.locator("details td").all_inner_texts()
    assert len(values) == 30
    assert sum(int(value) for value in values) == 6

    # The funnel, which a link shows to somebody else in the same way.
    page.get_by_role("link", name="Funnels", exact=True).click()
    page.get_by_role("button", name="Add a step").click()
    for place, step in enumerate(STEPS, 1):
        pick_event(page, f"Event of step {place}", step)
    page.get_by_role("button", name="Run").click()
    expect_funnel(page)
    other = context.new_page()
    other.goto(page.url)
    expect_funnel(other)
    other.close()

    # It can be saved, changed without becoming two, renamed, chosen and deleted.
    page.get_by_role("button", name="Save …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("From visit to order")
    dialog.get_by_role("button", name="Save").click()
    saved = page.get_by_label("Saved funnels")
    expect(saved.locator("option:checked")).to_have_text("From visit to order")
    page.get_by_label("How long").fill("3")
    page.get_by_role("button", name="Update “From visit to order”").click()
    expect(page.get_by_role("button", name="Update")).to_have_count(0)
    page.get_by_role("button", name="Rename").click()
    dialog.get_by_label("Name").fill("To the order")
    dialog.get_by_role("button", name="Rename").click()
    expect(saved.locator("option")).to_have_text(["Saved funnels …", "To the order"])
    page.reload()
    expect_funnel(page)
    expect(page.get_by_label("How long")).to_have_value("3")
    page.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(saved).to_have_text("No saved funnels yet")

    # A key that was rotated stores nothing.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Webshop", exact=True).click()
    expect(page.locator("#key output")).to_have_text(key)
    page.get_by_role("button", name="Make a new key").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new key").click()
    expect(page.locator("#key output")).not_to_have_text(key)
    assert send(stack.ingest, key, journeys())[0] == 401

    # The way out: the dashboard is shut again, with Back too.
    page.wait_for_load_state("networkidle")  # what the page still asks for is refused once nobody is signed in
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{stack.url}/sign-in")
    page.goto("/dashboard")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/dashboard$"))
    assert complaints == []


def expect_funnel(page: Page) -> None:
    rows = page.locator("#funnel-result li")
    expect(rows).to_have_count(3)
    for row, (step, visitors), share in zip(range(3), REACHED.items(), ["100%", "60%", "30%"], strict=True):
        expect(rows.nth(row).locator(".name")).to_have_text(step)
        expect(rows.nth(row).locator(".visitors")).to_contain_text(str(visitors))
        expect(rows.nth(row).locator(".share")).to_contain_text(share)
    expect(rows.nth(1).locator(".between")).to_contain_text("60% went on")
    expect(rows.nth(1).locator(".between")).to_contain_text("4 dropped off")
    expect(rows.nth(1).locator(".between")).to_contain_text("median 1 min later")
    expect(rows.nth(2).locator(".between")).to_contain_text("50% went on")
    expect(page.locator("#funnel-result .big")).to_have_text("30%")


def test_a_test_event_is_enough_to_see_the_chart(context: BrowserContext, complaints: list[str], stack: Stack) -> None:
    page = context.new_page()
    sign_up(page, "cleo@example.com")
    page.get_by_role("button", name="Send a test event").click()
    expect(page.get_by_role("button", name=re.compile("^Events"))).to_contain_text("1")
    assert complaints == []


def test_a_session_that_ended_leads_to_sign_in_and_back(context: BrowserContext, stack: Stack) -> None:
    page = context.new_page()
    sign_up(page, "ben@example.com")
    dashboard = page.url
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("link", name="Webshop", exact=True)).to_be_visible()
    context.clear_cookies()
    page.get_by_label("Name of a new app").fill("Another")
    page.get_by_role("button", name="Create the app").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()

    page.get_by_label("E-mail").fill("ben@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Invalid email or password")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{stack.url}/settings")

    # On a telephone nothing sticks out at the side.
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (dashboard, "/settings", dashboard.replace("/dashboard/", "/settings/"), "/nothing"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
