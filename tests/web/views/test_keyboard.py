"""Rules of the keyboard: whatever can be clicked can be reached and pressed, and where one is can be seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser
_MOST_STOPS = 120
_HERE = """() => {
  const { activeElement: here } = document;
  if (here === document.body) return ["", false];
  const { outlineStyle, boxShadow } = getComputedStyle(here);
  const seen = outlineStyle !== "none" || boxShadow !== "none";
  return [here.getAttribute("aria-label") || here.innerText || here.name || here.id, seen];
}"""


def tab_to(page: Page, name: str) -> None:
    """On with Tab until something of this name has the focus; each stop on the way has to be seen."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        here, is_seen = page.evaluate(_HERE)
        if here:
            assert is_seen, f"nobody sees that the focus is at {here!r}"
        if re.search(name, here or ""):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def test_a_whole_walk_from_the_overview_to_one_lost_visitor_is_possible_by_keyboard_alone(viewer: Viewer) -> None:
    page = viewer.open("overview")
    keys = page.keyboard

    # A filter by a row, turned round and taken out.
    tab_to(page, "^Mobile")
    keys.press("Enter")
    viewer.settle()
    only = [{"property": "$device_type", "operator": "is", "value": "Mobile"}]
    told = viewer.ask("overview", interval="day", lists=[], filters=only, **last_days(30))["totals"]
    tile = page.get_by_role("button", name=re.compile("^Visitors"))
    expect(tile.locator(".tile-value")).to_have_text(str(told["visitors"]))
    tab_to(page, "^Turn round")
    keys.press("Enter")
    expect(page.get_by_role("group", name="Filters")).to_contain_text("Device is not Mobile")
    viewer.settle()
    tab_to(page, "^Take out")
    keys.press("Enter")
    expect(page.get_by_role("group", name="Filters")).not_to_contain_text("Device")
    viewer.settle()

    # A funnel of two steps, from the catalog.
    keys.press("g")
    keys.press("f")
    expect(page.get_by_role("heading", level=1)).to_have_text("Funnels")
    for place, event in ((1, "$pageview"), (2, "signed up")):
        tab_to(page, f"^Event of step {place}")
        keys.press("Enter")
        expect(page.get_by_role("combobox", name="Event")).to_be_focused()
        keys.type(event)
        keys.press("Enter")
        expect(page.get_by_role("button", name=f"Event of step {place}: {event}")).to_be_focused()
    tab_to(page, "^Run$")
    keys.press("Enter")
    expect(page.locator("#funnel-result li")).to_have_count(2)

    # Who was lost, and one of them.
    tab_to(page, "dropped off$")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Visitors")
    viewer.settle()
    tab_to(page, "^visitor-")
    name = page.evaluate("document.activeElement.innerText")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    viewer.settle()

    # The other app, by searching for it, and the way back.
    keys.press("/")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    keys.type("Other")
    expect(page.get_by_role("option").first).to_contain_text("Other")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Other")
