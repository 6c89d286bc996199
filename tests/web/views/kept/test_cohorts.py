"""Rules of the cohorts: who is in one is what the API answers, and whatever is written is what is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.views.conftest import HARD, Viewer, last_days

pytestmark = pytest.mark.browser


def kept(viewer: Viewer, name: str) -> Any:
    """The cohort of a name."""
    return next(each for each in viewer.get("/cohorts")["cohorts"] if each["name"] == name)


def make(page: Page, name: str) -> None:
    page.get_by_role("button", name="New cohort").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Event: Any event").click()
    page.get_by_role("combobox", name="Event").fill("signed up")
    page.get_by_role("combobox", name="Event").press("Enter")
    expect(page.get_by_role("button", name="Event: signed up")).to_be_visible()


def test_a_cohort_is_listed_with_its_size_and_in_words(viewer: Viewer) -> None:
    page = viewer.open("cohorts")
    row = page.get_by_role("row").filter(has_text=HARD[1])
    size = viewer.get(f"/cohorts/{kept(viewer, HARD[1])['id']}/size")["visitors"]
    expect(row.locator("td").first).to_have_text(str(size))
    expect(row).to_contain_text("did “signed up” in the last 90 days")


def test_a_cohort_is_defined_changed_renamed_and_deleted_by_hand(viewer: Viewer) -> None:
    page = viewer.open("cohorts")
    make(page, "Sign-ups on iOS")
    page.get_by_label("At least, times").fill("1")
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("combobox", name="Property").fill("System")
    page.get_by_role("combobox", name="Property").press("Enter")
    page.get_by_role("option", name="iOS").click()
    page.get_by_role("button", name="Apply").click()
    page.get_by_label("Days, today among them").fill("60")
    said = "In words: did “signed up” in the last 60 days, where System is iOS."
    expect(page.locator("#cohort-form")).to_contain_text(said)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-ups on iOS")
    made = kept(viewer, "Sign-ups on iOS")
    assert made["definition"]["filters"] == [{"property": "$os", "operator": "is", "value": "iOS"}]
    size = viewer.get(f"/cohorts/{made['id']}/size")["visitors"]
    expect(page.locator("#cohort-size")).to_have_text(str(size))
    page.get_by_label("At least, times").fill("2")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kept(viewer, "Sign-ups on iOS")["definition"]["atLeast"] == 2
    again = viewer.get(f"/cohorts/{made['id']}/size")["visitors"]
    assert again < size
    expect(page.locator("#cohort-size")).to_have_text(str(again))
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Twice on iOS")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Twice on iOS")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cohorts")
    assert made["id"] not in [each["id"] for each in viewer.get("/cohorts")["cohorts"]]


def test_whoever_is_in_a_cohort_is_opened_with_a_click(viewer: Viewer) -> None:
    cohort = kept(viewer, HARD[1])["id"]
    page = viewer.open("cohorts", f"?cohort={cohort}")
    told = viewer.get(f"/cohorts/{cohort}/visitors")["visitors"]
    expect(page.get_by_role("group", name="Visitors of the cohort").locator("tbody th")).to_have_text(told)
    page.get_by_role("link", name=told[0], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(told[0])


def test_every_view_can_be_narrowed_to_a_cohort(viewer: Viewer) -> None:
    cohort = kept(viewer, HARD[1])["id"]
    page = viewer.open("cohorts", f"?cohort={cohort}")
    page.locator(".ways").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("group", name="Filters")).to_contain_text(f"Cohort is {HARD[1]}")
    filters = [{"property": "$cohort", "operator": "is", "value": cohort}]
    told = viewer.ask("overview", interval="day", filters=filters, **last_days(30))["totals"]
    expect(page.locator(".tile-value").first).to_have_text(str(told["visitors"]))


def test_a_cohort_of_a_funnel_is_defined_by_hand(viewer: Viewer) -> None:
    steps = [{"event": "$pageview"}, {"event": "signed up"}]
    path = f"/api/apps/{viewer.known.app}/funnels"
    funnel = viewer.page.context.request.post(path, data={"name": "To a sign-up", "steps": steps}).json()
    page = viewer.open("cohorts", "?cohort=new")
    page.get_by_label("Name").fill("Lost")
    page.get_by_role("button", name="By a funnel").click()
    page.get_by_label("Of those who entered").select_option(funnel["id"])
    page.get_by_label("whoever").select_option("droppedOff")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lost")
    definition = kept(viewer, "Lost")["definition"]
    assert (definition["funnelId"], definition["step"], definition["outcome"]) == (funnel["id"], 1, "droppedOff")
    expect(page.locator("#cohort-size")).to_have_text(re.compile(r"^\d+$"))


def test_what_is_wrong_with_a_definition_is_told_beside_it(open_viewer: Callable[..., Viewer]) -> None:
    page = open_viewer().open("cohorts")
    make(page, "Never")
    page.get_by_label("At least, times").fill("3")
    page.get_by_label("At most").fill("2")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("must not be less than")
