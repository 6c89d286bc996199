"""Rules of retention, lifecycle and stickiness: each number is the API's, and every choice stands in the address."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser


def said(number: int | float) -> str:
    """As a reader of English sees it."""
    return f"{number:,}"


def percent(share: float) -> str:
    """With one digit behind the point, none where it is a zero."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def test_the_grid_of_retention_shows_the_shares_that_the_api_counts(viewer: Viewer) -> None:
    page = viewer.open("retention", "?range=30d&per=day&periods=5")
    told = viewer.ask("retention", interval="day", periods=5, cohort="first", counting="on", **last_days(30))
    rows = page.get_by_role("group", name="Retention by cohort").locator("tbody tr")
    expect(rows).to_have_count(len(told["cohorts"]) + 1)
    largest = max(range(len(told["cohorts"])), key=lambda place: told["cohorts"][place]["size"])
    cohort = told["cohorts"][largest]
    shares = [percent(value / cohort["size"]) for value in cohort["values"] if value is not None]
    expect(rows.nth(largest + 1).locator("td:not(.none)")).to_have_text(shares)
    expect(rows.nth(largest + 1).locator("th .quiet")).to_have_text(said(cohort["size"]))


def test_retention_is_asked_by_hand_and_told_apart_by_a_value(viewer: Viewer) -> None:
    page = viewer.open("retention", "?range=30d&per=day&periods=3")
    page.get_by_label("Which start counts").select_option("every")
    page.get_by_role("button", name="Broken down by").click()
    page.get_by_role("combobox", name="Property").fill("device")
    page.get_by_role("option", name="Device").click()
    expect(page).to_have_url(re.compile(r"cohort=every.*by=%24device_type|by=%24device_type.*cohort=every"))
    viewer.settle()
    question: dict[str, Any] = {"interval": "day", "periods": 3, "cohort": "every", "counting": "on"}
    told = viewer.ask("retention", **question, breakdown={"property": "$device_type", "limit": 8}, **last_days(30))
    rows = page.get_by_role("group", name="By Device").locator("tbody tr")
    expect(rows.locator("th")).to_have_text([each["value"] or "(none)" for each in told["breakdown"]])
    sizes = [said(sum(one["size"] for one in each["cohorts"])) for each in told["breakdown"]]
    expect(rows.locator("td:nth-of-type(1)")).to_have_text(sizes)
    page.get_by_role("button", name="Curves").click()
    expect(page.get_by_role("img", name="Retention")).to_be_visible()
    rows.locator("th button").first.click()
    expect(page).to_have_url(re.compile("filter="))


def test_a_range_without_a_whole_period_says_why_it_is_empty_and_offers_more(viewer: Viewer) -> None:
    page = viewer.open("retention", "?range=today&per=month")
    expect(page.get_by_text("Nobody started in this range")).to_be_visible()
    page.get_by_role("button", name="Show 90 days").click()
    expect(page).to_have_url(re.compile("range=90d"))


def test_all_of_time_is_as_much_as_a_report_takes_and_a_question_that_is_refused_stays_to_be_mended(
    viewer: Viewer,
) -> None:
    for view, part, last in (
        ("retention", "Weekly retention", "the last 365 weeks"),
        ("retention?per=day&periods=5", "Daily retention", "the last 365 days"),
        ("retention?per=month", "Monthly retention", ""),
        ("stickiness", "Days of activity", "the last 365 days"),
    ):
        name, _, query = view.partition("?")
        page = viewer.open(name, f"?range=all&{query}")
        expect(page.get_by_role("region", name=part).get_by_role("heading")).to_have_text(f"{part} {last}".strip())
        expect(page.locator("main [role=alert]")).to_have_count(0)
        expect(page.locator("main tbody tr, main .bars li").nth(1)).to_be_visible()
    page = viewer.open("retention", "?from=2009-01-01&to=2026-11-30&per=week")
    expect(page.get_by_role("alert")).to_have_text(
        "The range has more than 366 weeks; choose a longer interval or a shorter range"
    )
    page.get_by_role("combobox", name="Period", exact=True).select_option("month")
    expect(page.get_by_role("group", name="Retention by cohort")).to_be_visible()


def test_a_question_that_makes_no_sense_is_told_once_beside_what_it_was_put_with(viewer: Viewer) -> None:
    step = "&".join(f"step=%7B%22event%22%3A%22{name}%22%7D" for name in ("a", "b"))
    for view in ("overview", "funnels", "lifecycle"):
        page = viewer.open(view, f"?filter=%5B%22%24pathname%22%2C%22matches%22%2C%22%28%22%5D&{step}")
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_role("alert")).to_contain_text("a group is not closed")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("main .skeleton")).to_have_count(0)


def test_lifecycle_shows_each_state_of_each_day_as_the_api_counts_them(viewer: Viewer) -> None:
    page = viewer.open("lifecycle", "?interval=day")
    told = viewer.ask("lifecycle", interval="day", **last_days(30))
    page.get_by_text("The numbers as a table").click()
    rows = page.get_by_role("group", name="Visitors by state").locator("tbody tr")
    expect(rows).to_have_count(30)
    for column, state in enumerate(("new", "returning", "resurrecting", "dormant"), 1):
        expect(rows.locator(f"td:nth-of-type({column})")).to_have_text([said(value) for value in told[state]])


def test_lifecycle_counts_who_did_one_event(viewer: Viewer) -> None:
    page = viewer.open("lifecycle", "?event=signed+up&interval=week")
    told = viewer.ask("lifecycle", interval="week", event="signed up", **last_days(30))
    page.get_by_text("The numbers as a table").click()
    rows = page.get_by_role("group", name="Visitors by state").locator("tbody tr")
    expect(rows.locator("td:nth-of-type(1)")).to_have_text([said(value) for value in told["new"]])


def test_stickiness_shows_on_how_many_days_visitors_came(viewer: Viewer) -> None:
    page = viewer.open("stickiness")
    told = viewer.ask("stickiness", interval="day", **last_days(30))["visitors"]
    shown = list(told[: max(day for day, n in enumerate(told) if n) + 1])
    expect(page.locator(".bars strong")).to_have_text([said(each) for each in shown])
    expect(page.locator(".bars .name").first).to_have_text("1 day")
