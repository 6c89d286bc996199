"""Rules of the tracking plan: one click learns it, what is changed in the form is what ingest goes by."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.views.conftest import Known, Viewer, somebody
from tests.web.views.test_every_view import SIZES, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Known:
    """Somebody whose app no other test looks at."""
    return somebody(stack)


def test_a_plan_is_learned_looked_over_and_kept_and_its_breaches_are_shown(
    open_viewer: Callable[..., Viewer], owner: Known
) -> None:
    viewer = open_viewer(owner, viewport=SIZES[1440])
    page = viewer.page
    page.goto(f"/settings/{owner.app}")
    panel = page.get_by_role("region", name="Tracking plan")
    panel.get_by_role("button", name="Learn it").click()
    expect(panel.get_by_text("Learned from the last four weeks")).to_be_visible(timeout=30_000)
    suggested = viewer.get("/plan/suggestion")
    names = [each["name"] for each in suggested["events"]]
    expect(panel.locator("summary bdi")).to_have_text(names)
    panel.get_by_role("textbox", name="Add an event").fill("account closed")
    panel.get_by_role("textbox", name="Add an event").press("Enter")
    added = panel.locator("details").last
    added.locator("summary").click()
    added.get_by_role("textbox", name="Add a property of account closed").fill("reason")
    added.get_by_role("button", name="Add", exact=True).click()
    added.get_by_label("Type of reason").select_option("string")
    added.get_by_label("reason is required").check()
    panel.get_by_label("An event that is not as planned").select_option("refuse")
    if folder := os.environ.get("SPOOR_PICTURES"):
        page.screenshot(path=f"{folder}/tracking-plan.png", full_page=True)
    assert violations(page) == []
    panel.get_by_role("button", name="Save this plan").click()
    expect(panel.get_by_text("Saved.")).to_be_visible()
    kept = viewer.get("/plan")
    assert kept["onBreach"] == "refuse"
    reason = {"name": "reason", "types": ["string"], "required": True, "examples": [], "description": ""}
    assert kept["events"] == [
        *suggested["events"],
        {"name": "account closed", "properties": [reason], "description": ""},
    ]
    page.reload()
    expect(panel.locator("summary bdi")).to_have_text([*names, "account closed"])
    panel.get_by_role("button", name="Remove the plan").click()
    expect(panel.get_by_text("No plan yet")).to_be_visible()
