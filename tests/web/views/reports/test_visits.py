"""Rules of sessions and paths: each number is the API's, and a click leads on."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser


def test_sessions_show_the_totals_of_the_api_and_where_they_began_and_ended(viewer: Viewer) -> None:
    page = viewer.open("sessions")
    for of, chosen in (("session", "first event"), ("sessionEnd", "last event")):
        page.get_by_role("combobox", name="of the").select_option(label=chosen)
        viewer.settle()
        breakdown = {"property": "$pathname", "limit": 15, "of": of}
        told = viewer.ask("sessions", interval="month", breakdown=breakdown, **last_days(30))
        expect(page.locator(".tile-value").first).to_have_text(f"{told['totals']['sessions']:,}")
        rows = page.get_by_role("group", name="Sessions by Page").locator("tbody tr")
        values = list(told["breakdown"])
        expect(rows.locator("td:nth-of-type(1)")).to_have_text([f"{each['totals']['sessions']:,}" for each in values])
        expect(rows.locator("td:nth-of-type(3)")).to_have_text([f"{each['totals']['visitors']:,}" for each in values])


def test_a_page_that_sessions_begin_on_filters_all_of_them(viewer: Viewer) -> None:
    page = viewer.open("sessions")
    page.get_by_role("group", name="Sessions by Page").get_by_role("button", name="/pricing").click()
    viewer.settle()
    pricing = [{"property": "$pathname", "operator": "is", "value": "/pricing"}]
    told = viewer.ask("sessions", interval="month", filters=pricing, **last_days(30))["totals"]["sessions"]
    expect(page.locator(".tile-value").first).to_have_text(f"{told:,}")


def test_paths_show_how_often_one_step_followed_another_and_lead_on(viewer: Viewer) -> None:
    page = viewer.open("paths")
    told = viewer.ask("paths", depth=5, limit=12, **last_days(30))
    page.get_by_text("The numbers as a table").click()
    rows = page.get_by_role("group", name="From the first step of a session").last.locator("tbody tr")
    expect(rows.locator("td:nth-of-type(2)")).to_have_text([f"{each['count']:,}" for each in told["links"]])
    second = next(each for each in told["nodes"] if each["step"] == 2 and each["name"] == "signed up")
    page.get_by_role("button", name=f"signed up {second['visitors']:,}").first.click()
    expect(page).to_have_url(re.compile(r"start=signed\+up"))
    viewer.settle()
    expect(page.get_by_role("heading", name="What follows signed up")).to_be_visible()


def test_a_step_of_a_path_can_be_reached_and_chosen_with_the_keyboard(viewer: Viewer) -> None:
    page = viewer.open("paths")
    page.locator(".sankey .node").nth(1).press("Enter")
    expect(page).to_have_url(re.compile("start="))
