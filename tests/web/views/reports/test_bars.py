"""Rules of the bars above a view: filters with alternatives and segments, notes on charts."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser


def test_filters_are_put_together_by_hand_with_alternatives(viewer: Viewer) -> None:
    page = viewer.open("overview")
    bar = page.get_by_role("group", name="Filters")
    bar.get_by_role("button", name="Add a filter").click()
    page.get_by_role("combobox", name="Property").fill("System")
    page.get_by_role("combobox", name="Property").press("Enter")
    page.get_by_role("option", name="iOS").click()
    page.get_by_role("button", name="Apply").click()
    expect(bar).to_contain_text("System is iOS")
    bar.get_by_role("button", name="Or something else").click()
    page.get_by_role("combobox", name="Property").fill("Country")
    page.get_by_role("combobox", name="Property").press("Enter")
    page.get_by_role("option", name="DE").click()
    page.get_by_role("button", name="Apply").click()
    expect(bar).to_contain_text("System is iOS")
    expect(bar).to_contain_text("Country is DE")
    either = [
        {"property": "$os", "operator": "is", "value": "iOS"},
        {"property": "$country", "operator": "is", "value": "DE"},
    ]
    told = viewer.ask("overview", interval="day", filters=[{"any": either}], **last_days(30))["totals"]
    expect(page.locator(".tile-value").first).to_have_text(str(told["visitors"]))
    page.reload()
    expect(page.locator(".tile-value").first).to_have_text(str(told["visitors"]))


def test_a_segment_that_was_kept_filters_a_view(viewer: Viewer) -> None:
    definition = {"kind": "did", "event": "signed up", "lastDays": 90}
    path = f"/api/apps/{viewer.known.app}/cohorts"
    made = viewer.page.context.request.post(path, data={"name": "Signed up", "definition": definition})
    assert made.ok, made.text()
    page = viewer.open("overview")
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("option", name="Cohort").click()
    page.get_by_role("option", name="Signed up").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("group", name="Filters")).to_contain_text("Cohort is Signed up")
    cohort = {"property": "$cohort", "operator": "is", "value": made.json()["id"]}
    told = viewer.ask("overview", interval="day", filters=[cohort], **last_days(30))["totals"]
    expect(page.locator(".tile-value").first).to_have_text(str(told["visitors"]))


def test_accounts_are_counted_in_the_place_of_visitors_until_that_is_taken_back(viewer: Viewer, stack: Stack) -> None:
    app = viewer.known.other
    key = viewer.page.context.request.get(f"/api/apps/{app}").json()["apiKey"]
    at = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    events: list[dict[str, Any]] = [
        {"name": "$pageview", "anonymousId": f"of-{one}", "occurredAt": at, "groups": {"company": f"c{one % 2}"}}
        for one in range(5)
    ]
    assert send(stack.ingest, key, events)[0] == 200
    page = viewer.open("overview", app=app)
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("option", name="$groups").click()
    page.get_by_role("option", name="company").click()
    bar = page.get_by_role("group", name="Filters")
    expect(bar).to_contain_text("Counts accounts: company")
    expect(page).to_have_url(re.compile("group=company"))
    expect(page.locator(".tile-value").first).to_have_text("2")
    page.reload()
    expect(page.locator(".tile-value").first).to_have_text("2")
    bar.get_by_role("button", name="Count visitors again").click()
    expect(page.locator(".tile-value").first).not_to_have_text("2")


def test_a_note_is_kept_where_a_chart_is_clicked_said_otherwise_deleted_and_brought_back(viewer: Viewer) -> None:
    page = viewer.open("overview", "?range=7d")
    chart = page.get_by_role("img", name="The arrow keys read")
    chart.press("Home")
    chart.press("ArrowRight")
    chart.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("A note here").fill("Release 4.2.0 <b>")
    dialog.get_by_role("button", name="Keep it").click()
    expect(page.locator(".note text")).to_have_text("Release 4.2.0 <b>")
    viewer.open("trends", "?range=7d")
    expect(page.locator(".note text")).to_have_text("Release 4.2.0 <b>")
    chart.press("Home")
    chart.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("Release 4.2.0")
    chart.press("Enter")
    dialog.locator(".kept-note input").fill("Release 4.2.1")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".note text")).to_have_text("Release 4.2.1")
    [kept] = viewer.get("/annotations")["annotations"]
    assert kept["text"] == "Release 4.2.1"
    chart.press("Home")
    chart.press("ArrowRight")
    chart.press("Enter")
    dialog.get_by_role("button", name="Delete the note").click()
    expect(page.locator(".note")).to_have_count(0)
    assert viewer.get("/annotations")["annotations"] == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".note text")).to_have_text("Release 4.2.1")
    [back] = viewer.get("/annotations")["annotations"]
    assert (back["at"], back["text"]) == (kept["at"], kept["text"])


@pytest.mark.parametrize("view", ["sessions", "lifecycle", "boards"])
def test_a_note_stands_on_every_chart_over_time(viewer: Viewer, view: str) -> None:
    at, path = last_days(30)["from"], f"/api/apps/{viewer.known.app}/annotations"
    made = viewer.page.context.request.post(path, data={"at": f"{at}T12:00:00Z", "text": "Prices"})
    viewer.open(view, "?board={board}" if view == "boards" else "")
    expect(viewer.page.locator(".note line").first).to_be_attached()
    viewer.page.context.request.delete(f"{path}/{made.json()['id']}")
