"""Rules of the trends: each number is the API's, and the address holds the whole question."""

import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import HARD, Viewer, last_days

pytestmark = pytest.mark.browser


def test_a_trend_is_built_by_hand_and_is_what_the_api_answers(viewer: Viewer) -> None:
    page = viewer.open("trends")
    page.get_by_role("button", name="Event of series A").click()
    field = page.get_by_role("combobox", name="Event")
    field.fill("Sgned Up")
    expect(page.get_by_text("Did you mean “signed up”?")).to_be_visible()
    field.press("Enter")
    page.get_by_label("Measure of series A").select_option("visitors")
    page.get_by_role("button", name="Broken down by").click()
    page.get_by_role("combobox", name="Property").fill("device")
    page.get_by_role("combobox", name="Property").press("Enter")
    series = [{"event": "signed up", "measure": "visitors"}]
    breakdown = {"property": "$device_type", "limit": 9}
    told = viewer.ask("trends", interval="day", series=series, breakdown=breakdown, **last_days(30))["series"]
    rows = page.get_by_role("group", name="Totals").locator("tbody tr")
    expect(rows.locator("th")).to_have_text([each["breakdown"] for each in told])
    expect(rows.locator("td:nth-of-type(1)")).to_have_text([str(each["total"]) for each in told])
    for look in ("Bars", "Stacked", "Table", "Number", "Line"):
        page.get_by_role("button", name=look, exact=True).click()
        expect(page.get_by_role("button", name=look, exact=True)).to_have_attribute("aria-pressed", "true")


def test_every_value_of_the_chart_can_be_read_with_the_keyboard(viewer: Viewer) -> None:
    page = viewer.open("trends", "?range=7d")
    values = viewer.ask("trends", interval="day", series=[{"event": None}], **last_days(7))["series"][0]["values"]
    chart = page.get_by_role("img", name="The arrow keys read")
    chart.press("Home")
    for place, value in enumerate(values):
        expect(page.locator(".tip strong")).to_have_text(str(value))
        if place < len(values) - 1:
            chart.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("so far")


def test_several_series_and_a_formula_are_drawn_together(viewer: Viewer) -> None:
    page = viewer.open("trends")
    page.get_by_role("button", name="+ Series").click()
    page.get_by_label("Measure of series B").select_option("visitors")
    page.get_by_label("Formula").fill("A / B")
    page.get_by_label("Formula").press("Enter")
    series = [{"event": None, "measure": "total"}, {"event": None, "measure": "visitors"}]
    told = viewer.ask("trends", interval="day", series=series, formulas=[{"expression": "A / B"}], **last_days(30))
    expect(page.get_by_role("group", name="Totals").locator("tbody tr")).to_have_count(len(told["series"]))
    expect(page).to_have_url(re.compile(r"formula=A\+%2F\+B"))


@pytest.mark.parametrize("name", HARD)
def test_any_name_stays_text_and_can_be_picked(viewer: Viewer, name: str) -> None:
    page = viewer.open("trends")
    page.get_by_role("button", name="Event of series A").click()
    page.get_by_role("combobox", name="Event").fill(name)
    page.get_by_role("listbox").get_by_role("option").first.click()
    told = viewer.ask("trends", interval="day", series=[{"event": name}], **last_days(30))["series"][0]["total"]
    expect(page.locator("#trend-figures")).to_contain_text(name)
    expect(page.locator("#trend-figures .big")).to_have_text(str(told))


def test_a_number_that_is_too_large_for_a_label_is_said_short_on_the_axis(viewer: Viewer) -> None:
    page = viewer.open(
        "trends", "?series=%7B%22event%22%3Anull%2C%22measure%22%3A%22sum%22%2C%22property%22%3A%22value%22%7D"
    )
    told = viewer.ask(
        "trends", interval="day", series=[{"event": None, "measure": "sum", "property": "value"}], **last_days(30)
    )
    expect(page.locator("#trend-figures .big")).to_have_text(f"{told['series'][0]['total']:,.0f}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_breakdown_can_be_by_what_a_visitor_first_had(viewer: Viewer) -> None:
    page = viewer.open("trends", "?by=%24title")
    page.get_by_label("Whose value").select_option("visitor")
    breakdown = {"property": "$title", "of": "visitor", "limit": 9}
    told = viewer.ask("trends", interval="day", series=[{"event": None}], breakdown=breakdown, **last_days(30))[
        "series"
    ]
    rows = page.get_by_role("group", name="Totals").locator("tbody tr")
    expect(rows.locator("td:nth-of-type(1)")).to_have_text([str(each["total"]) for each in told])


def test_a_panel_is_taken_along_as_a_picture_a_request_and_a_table(viewer: Viewer) -> None:
    page = viewer.open("trends")
    along = page.get_by_role("button", name=re.compile("^Take .* along"))
    along.click()
    page.get_by_role("button", name="Copy as API request").click()
    expect(page.get_by_role("status").get_by_text("Copied")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl ")
    assert "/reports/trends" in copied
    along.click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").click()
    assert saved.value.suggested_filename.endswith(".csv")
    along.click()
    page.get_by_role("button", name="Copy as picture").click()
    kinds = "navigator.clipboard.read().then(([one]) => one.types)"
    page.wait_for_timeout(1500)
    assert page.evaluate(kinds) == ["image/png"]


def test_an_event_that_is_sent_no_more_is_told_beside_its_figures(viewer: Viewer, stack: Stack) -> None:
    other = viewer.known.other
    key = viewer.page.request.get(f"/api/apps/{other}").json()["apiKey"]
    at = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    assert send(stack.ingest, key, [{"name": HARD[1], "occurredAt": at}])[0] == 200
    page = viewer.open("trends", "?" + urlencode({"series": json.dumps({"event": HARD[1]})}), app=other)
    expect(page.get_by_role("note")).to_have_text(f"“{HARD[1]}” was not seen for a week: last 9 days ago. ")
    viewer.open("trends", "?" + urlencode({"series": json.dumps({"event": "$pageview"})}), app=other)
    expect(page.get_by_role("note")).to_have_count(0)
