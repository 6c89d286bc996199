"""Rules of alerts in the pages: any panel makes one, and the app's settings quiet it, try it and end it."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer

pytestmark = pytest.mark.browser


def test_a_panel_tells_when_and_the_settings_show_what_it_told_and_quiet_it(viewer: Viewer) -> None:
    page = viewer.open(
        "funnels", "?step=%7B%22event%22%3A%22%24pageview%22%7D&step=%7B%22event%22%3A%22signed%20up%22%7D"
    )
    page.get_by_role("button", name=re.compile("^Take .* along")).first.click()
    page.get_by_role("button", name="Tell me when …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Fewer sign up")
    dialog.get_by_label("When it").select_option("below")
    dialog.get_by_label("Bound, in %").fill("40")
    dialog.get_by_label("Told by").select_option("webhook")
    dialog.get_by_label("Address").fill("https://hooks.example.com/hook")
    dialog.get_by_role("button", name="Tell me").click()
    expect(dialog).to_contain_text("whsec_")
    [made] = viewer.get("/alerts")["alerts"]
    assert (made["number"], made["when"]) == ("conversion", {"below": 0.4, "every": "day"})
    assert (made["timezone"], made["address"].startswith("funnels?step=")) == ("Asia/Tehran", True)
    dialog.get_by_role("link", name="All alerts of this app").click()
    expect(page.locator("#alert-list")).to_contain_text("Fewer sign up")
    page.get_by_role("button", name="Test: Fewer sign up").click()
    expect(page.locator("#alerts-notice")).to_contain_text("On its way")
    page.get_by_role("button", name="History: Fewer sign up").click()
    expect(page.locator("#alert-list")).to_contain_text("Test: Conversion from $pageview to signed up")
    page.get_by_role("button", name="Snooze for a day: Fewer sign up").click()
    expect(page.locator("#alert-list")).to_contain_text("snoozed until")
    page.get_by_role("button", name="Mute: Fewer sign up").click()
    expect(page.locator("#alert-list")).to_contain_text("muted")
    page.get_by_role("button", name="Delete …: Fewer sign up").click()
    page.get_by_role("button", name="Delete this alert").click()
    expect(page.locator("#no-alerts")).to_be_visible()
    assert viewer.get("/alerts") == {"alerts": []}
