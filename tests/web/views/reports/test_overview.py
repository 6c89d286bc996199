"""Rules of the overview: each number is the API's, and a click on one leads on."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser
FIRST_FIGURE = """
new MutationObserver((_, observer) => {
  const drawn = [...document.querySelectorAll(".tile-value")].some((one) => /\\d/.test(one.textContent));
  if (!drawn) return;
  window.firstFigure = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true, characterData: true })
"""
TILES = {"Visitors": "visitors", "Sessions": "sessions", "Page views": "pageviews", "Events": "events"}


def test_the_tiles_and_the_lists_are_what_the_api_answers(viewer: Viewer) -> None:
    page = viewer.open("overview")
    lists = [{"property": "$channel", "of": "session", "limit": 8}, {"property": "$device_type", "limit": 8}]
    told = viewer.ask("overview", interval="day", lists=lists, compare="previous", **last_days(30))
    for title, name in TILES.items():
        tile = page.get_by_role("button", name=re.compile(f"^{title}"))
        expect(tile.locator(".tile-value")).to_have_text(f"{told['totals'][name]:,}")
    rate = page.get_by_role("button", name=re.compile("^Bounce rate")).locator(".tile-value")
    expect(rate).to_have_text(f"{round(told['totals']['bounceRate'] * 100, 1):g}%")
    for title, answer in zip(["Sources", "Devices"], told["lists"], strict=True):
        rows = page.get_by_role("region", name=title).locator(".bar-row")
        expect(rows.locator(".name")).to_have_text([each["value"] or "(none)" for each in answer["rows"]])
        expect(rows.locator("strong")).to_have_text([str(each["visitors"]) for each in answer["rows"]])


def test_every_tile_draws_its_own_line(viewer: Viewer) -> None:
    page = viewer.open("overview", "?range=7d")
    told = viewer.ask("overview", interval="day", **last_days(7))
    for title, name in TILES.items():
        page.locator(".tile", has_text=re.compile(f"^{title}")).click()
        chart = page.get_by_role("img", name=f"{title}. The arrow keys read")
        chart.press("Home")
        values = next(each["values"] for each in told["series"] if each["measure"] == name)
        expect(page.locator(".tip strong")).to_have_text(f"{values[0]:,}")


def test_a_click_on_a_row_filters_the_whole_page_and_back_takes_it_away(viewer: Viewer) -> None:
    page = viewer.open("overview")
    visitors = page.get_by_role("button", name=re.compile("^Visitors")).locator(".tile-value")
    before = visitors.inner_text()
    page.get_by_role("region", name="Devices").get_by_role("button", name=re.compile("^Mobile")).click()
    filters = [{"property": "$device_type", "operator": "is", "value": "Mobile"}]
    series = [{"event": None, "measure": "visitors"}]
    told = viewer.ask("trends", interval="day", series=series, filters=filters, **last_days(30))["series"][0]["total"]
    expect(visitors).to_have_text(str(told))
    expect(page.get_by_role("group", name="Filters")).to_contain_text("Device is Mobile")
    page.get_by_role("button", name="Turn round: Device is Mobile").click()
    expect(visitors).to_have_text(str(int(before) - told))
    page.go_back()
    page.go_back()
    expect(visitors).to_have_text(before)
    expect(page.get_by_role("group", name="Filters")).not_to_contain_text("Device")


def test_the_first_figures_take_four_requests_and_all_of_it_twelve(viewer: Viewer) -> None:
    viewer.open("overview")  # this browser knows its app now
    viewer.page.add_init_script(FIRST_FIGURE)
    viewer.open("overview")
    viewer.page.wait_for_load_state("networkidle")
    began = viewer.page.evaluate("performance.getEntriesByType('resource').map((one) => [one.name, one.startTime])")
    asked = [name for name, _ in began if not name.startswith("data:")]
    first = viewer.page.evaluate("window.firstFigure")
    before = [name for name, start in began if start < first and "favicon" not in name]
    assert len(before) + 1 <= 4, before  # one more is the page itself
    assert len(asked) + 1 <= 12, asked


def test_the_app_chooser_leads_to_the_other_app_and_back(viewer: Viewer) -> None:
    page = viewer.open("overview")
    chooser = page.locator("#app-chooser")
    chooser.select_option(value=viewer.known.other)
    expect(page).to_have_url(re.compile(viewer.known.other))
    expect(page.locator("main h1")).to_contain_text("Other")
    viewer.settle()
    chooser.select_option(value=viewer.known.app)
    expect(page.locator("main h1")).to_have_text("Shop")


def test_a_range_is_picked_by_hand_by_key_and_by_link(viewer: Viewer) -> None:
    page = viewer.open("overview")
    page.get_by_role("button", name="Range: Last 30 days").click()
    page.get_by_role("button", name="Last 7 days").click()
    expect(page).to_have_url(re.compile("range=7d"))
    page.locator("main h1").click()
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Range: Yesterday")).to_be_visible()
    page.get_by_role("button", name="Range: Yesterday").click()
    page.get_by_label("First day").fill("2026-01-31")
    page.get_by_label("Last day").fill("2026-02-03")
    page.get_by_role("button", name="Show these days").click()
    expect(page).to_have_url(re.compile("from=2026-01-31&to=2026-02-03"))
    expect(page.get_by_role("button", name="Range: 31 Jan 2026 – 3 Feb 2026")).to_be_visible()


def test_foul_words_are_told_and_a_view_that_is_none_is_the_overview(viewer: Viewer) -> None:
    page = viewer.open("nothing", "?range=constructor")
    expect(page.get_by_text("view=nothing")).to_be_visible()
    expect(page.get_by_text("range=constructor")).to_be_visible()
    expect(page.locator("main h1")).to_have_text("Shop")
