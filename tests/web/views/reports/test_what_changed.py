"""Rules of *What changed?*: it says what the API found, shows who is behind it, and claims nothing where nothing is."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import Known, Viewer, somebody
from tests.web.views.test_every_view import violations

pytestmark = pytest.mark.browser
TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
STEPS = "&".join(f"step={quote(json.dumps({'event': name}))}" for name in ("checkout", "order"))


def buyers() -> list[dict[str, Any]]:
    """Two weeks of forty visitors a day: four in five buy, but in the second week nobody on a phone does."""
    found: list[dict[str, Any]] = []
    for day in range(14):
        for visitor in range(40):
            at = TODAY - timedelta(days=14 - day) + timedelta(minutes=visitor)
            mobile = visitor % 2 == 0
            who = {"anonymousId": f"{day}-{visitor}", "properties": {"$device_type": "Mobile" if mobile else "Desktop"}}
            bought = visitor % 10 >= 2 and not (mobile and day >= 7)
            for step, name in enumerate(["checkout", *(["order"] if bought else [])]):
                occurred = (at + timedelta(seconds=step)).isoformat()
                found.append({"id": f"{day}-{visitor}-{step}", "name": name, "occurredAt": occurred, **who})
    return found


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Known:
    """Somebody whose phones' buyers are lost since a week."""
    return somebody(stack)


@pytest.fixture
def page(open_viewer: Callable[..., Viewer], shop: Known, stack: Stack) -> Viewer:
    """Their browser, with what happened in the app."""
    viewer = open_viewer(shop, viewport={"width": 1440, "height": 900})
    app = viewer.page.context.request.get(f"/api/apps/{shop.app}").json()
    assert send(stack.ingest, app["apiKey"], buyers())[0] == 200
    return viewer


def last_week() -> str:
    """The address of the seven days before today, in UTC as the events are."""
    first, last = TODAY - timedelta(days=7), TODAY - timedelta(days=1)
    return f"from={first:%Y-%m-%d}&to={last:%Y-%m-%d}&timezone=UTC"


def told(page: Page) -> Any:
    return page.get_by_role("region", name="What changed?")


def test_a_funnel_says_what_moved_it_and_leads_to_who_is_behind_it(page: Viewer) -> None:
    shown = page.open("funnels", f"?{last_week()}&{STEPS}")
    shown.get_by_role("button", name="What changed?").click()
    page.settle()
    expect(told(shown).locator(".cause")).to_have_count(1)
    expect(told(shown)).to_contain_text(re.compile(r"device is Mobile: 0%, 80% before"))
    expect(told(shown)).to_contain_text("nothing else moved beyond chance")
    assert violations(shown) == []
    told(shown).get_by_role("link", name="See the visitors behind it").click()
    expect(shown.get_by_role("group", name="Visitors").locator("tbody tr")).to_have_count(100)
    shown.get_by_role("button", name="More visitors").click()
    expect(shown.get_by_role("group", name="Visitors").locator("tbody tr")).to_have_count(20 * 7)


def test_a_cause_narrows_the_view_to_itself(page: Viewer) -> None:
    shown = page.open("funnels", f"?{last_week()}&{STEPS}&why=yes")
    told(shown).get_by_role("button", name="Look at these alone").click()
    expect(shown).to_have_url(re.compile("filter=.*Mobile"))
    page.settle()
    expect(shown.locator("#funnel-result .big")).to_have_text("0%")


def test_where_nothing_moved_nothing_is_claimed(page: Viewer) -> None:
    series = quote(json.dumps({"event": "checkout", "measure": "visitors"}))
    shown = page.open("trends", f"?{last_week()}&series={series}")
    shown.get_by_role("button", name="What changed?").click()
    page.settle()
    expect(told(shown)).to_contain_text("Nothing that goes beyond chance: the visitors with “checkout” stayed at 280.")
    expect(told(shown).locator(".cause")).to_have_count(0)
    told(shown).get_by_role("button", name="Close").click()
    expect(told(shown)).to_have_count(0)
