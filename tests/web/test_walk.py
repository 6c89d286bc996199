"""The whole of Spoor in a browser: from sign-up to the numbers of real trackers, and out again."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.conftest import Stack

pytestmark = pytest.mark.browser
TRACKER = Path(__file__).parents[1] / "clients/node_modules/posthog-js/dist/array.js"
PASSWORD = "correct horse battery"
#: How far each of ten visitors gets.
STEPS = ["visited", "signed up", "order completed"]
REACHED = {"visited": 10, "signed up": 6, "order completed": 3}
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))
"""


@pytest.fixture
def context(chromium: Browser, stack: Stack) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=stack.url, timezone_id="Asia/Tehran", locale="en-GB")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=stack.url)
    context.add_init_script(REPORT_VIOLATIONS)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """What the browser complains about, on any page of the context."""
    heard: list[str] = []
    context.on("console", lambda said: heard.append(f"{said.type}: {said.text}") if said.type != "log" else None)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    return heard


@pytest.fixture
def shop() -> Iterator[tuple[str, type["Shop"]]]:
    """A site of somebody else, at another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Shop
    server.shutdown()
    server.server_close()


class Shop(BaseHTTPRequestHandler):
    """Serves one page that holds the pasted snippet, and the tracker beside it."""

    snippet: ClassVar[str] = ""

    def do_GET(self) -> None:
        found = self.path in ("/", "/array.js")
        body = TRACKER.read_bytes() if self.path == "/array.js" else f"<!doctype html><title>Shop</title>{self.snippet}"
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/javascript" if self.path == "/array.js" else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else body.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing: the test speaks."""


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
    expect(page.get_by_role("heading", name="No events yet")).to_be_visible()


def copied(page: Page, tracker: str) -> str:
    """The snippet for a tracker, through the clipboard."""
    page.get_by_label(tracker, exact=True).check(force=True)
    page.get_by_role("button", name=f"Copy the snippet for {tracker}").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def journeys() -> list[dict[str, str]]:
    """Ten visitors' events of the last minutes."""
    start = datetime.now(UTC) - timedelta(minutes=10)
    return [
        {
            "id": f"{visitor}-{step}",
            "name": step,
            "anonymousId": f"visitor-{visitor}",
            "occurredAt": (start + timedelta(minutes=place)).isoformat(),
        }
        for place, step in enumerate(STEPS)
        for visitor in range(100, 100 + REACHED[step])
    ]


def send(ingest: str, key: str, events: list[dict[str, str]]) -> tuple[int, dict[str, object]]:
    """The native format, from a server."""
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    request = Request(f"{ingest}/v1/events", json.dumps(events).encode(), headers)
    try:
        with urlopen(request, timeout=15) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def ask_trend(page: Page, event: str, measure: str) -> None:
    page.get_by_label("Event", exact=True).fill(event)
    page.get_by_label("Event", exact=True).press("Enter")
    page.get_by_label("Measure").select_option(measure)


def test_a_stranger_gets_from_sign_up_to_the_numbers_of_real_trackers(
    context: BrowserContext, complaints: list[str], stack: Stack, shop: tuple[str, type[Shop]]
) -> None:
    page = context.new_page()
    sign_up(page, "ann@example.com")

    # The snippets work as they are pasted: posthog-js in a page of another origin, and fetch without a library.
    address, site = shop
    site.snippet = copied(page, "Web, HTML")
    native = copied(page, "fetch")
    elsewhere = context.new_page()
    with elsewhere.expect_response(lambda answer: "order completed" in (answer.request.post_data or "")) as delivered:
        elsewhere.goto(address)
    assert delivered.value.status == 200
    elsewhere.evaluate(f"async () => {{ {native} }}")
    elsewhere.close()

    # The same events, sent twice, are there once.
    found = re.search(r"Bearer (\w+)", native)
    assert found
    key = found[1]
    status, receipt = send(stack.ingest, key, journeys())
    assert (status, receipt["accepted"]) == (200, sum(REACHED.values()))
    status, receipt = send(stack.ingest, key, journeys())
    assert (status, receipt["duplicates"]) == (200, sum(REACHED.values()))

    # The dashboard goes on by itself when the first event is there.
    figures, chart = page.locator("#trend-figures"), page.get_by_role("img", name="The arrow keys read")
    expect(chart).to_be_visible()
    ask_trend(page, "visited", "total")
    expect(figures).to_have_text("10 events · visited")
    ask_trend(page, "order completed", "visitors")  # three journeys, posthog-js's visitor, and the one of the snippet
    expect(figures).to_have_text("5 visitors · order completed")
    ask_trend(page, "$pageview", "total")
    expect(figures).to_have_text("1 event · $pageview")

    # The chart can be read with the keyboard, and as a table.
    ask_trend(page, "signed up", "total")
    expect(figures).to_have_text("6 events · signed up")
    chart.press("End")
    expect(page.locator(".tip")).to_contain_text("so far")
    page.get_by_text("The numbers as a table").click()
    values = page.locator("#trend-rows td").all_inner_texts()
    assert len(values) == 30
    assert sum(int(value) for value in values) == 6

    # The funnel, which a link shows to somebody else in the same way.
    page.get_by_role("button", name="Add a step").click()
    for place, step in enumerate(STEPS, 1):
        page.get_by_label(f"Event of step {place}").fill(step)
    page.get_by_role("button", name="Run").click()
    expect_funnel(page)
    other = context.new_page()
    other.goto(page.url)
    expect_funnel(other)
    other.close()

    # It can be saved, chosen and deleted.
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Name").fill("From visit to order")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Saved funnels")).to_contain_text("From visit to order")
    page.reload()
    expect_funnel(page)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_label("Saved funnels")).to_have_text("No saved funnels yet")

    # A key that was rotated stores nothing.
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Webshop", exact=True).click()
    expect(page.locator("#key output")).to_have_text(key)
    page.get_by_role("button", name="Make a new key").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new key").click()
    expect(page.locator("#key output")).not_to_have_text(key)
    assert send(stack.ingest, key, journeys())[0] == 401

    # The way out: the dashboard is shut again, with Back too.
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


def test_a_session_that_ended_leads_to_sign_in_and_back(context: BrowserContext, stack: Stack) -> None:
    page = context.new_page()
    sign_up(page, "ben@example.com")
    dashboard = page.url
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("link", name="Webshop", exact=True)).to_be_visible()
    context.clear_cookies()
    page.get_by_label("Name of a new app").fill("Another")
    page.get_by_role("button", name="Create the app").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()

    page.get_by_label("E-mail").fill("ben@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("Invalid email or password")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{stack.url}/settings")

    # On a telephone nothing sticks out at the side.
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (dashboard, "/settings", dashboard.replace("/dashboard/", "/settings/"), "/nothing"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
