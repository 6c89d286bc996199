"""Rules of an app's settings: what the form says is what the API keeps, and a visitor is erased only after a count."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stack import Stack
from tests.web.views.conftest import Known, Viewer, somebody
from tests.web.views.test_every_view import SIZES, THEMES, picture, violations

pytestmark = pytest.mark.browser
VENDORS = 14


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Known:
    """Somebody whose app no other test looks at."""
    return somebody(stack)


@pytest.fixture
def settled(open_viewer: Callable[..., Viewer], owner: Known) -> Viewer:
    """The settings of the owner's app."""
    viewer = open_viewer(owner, viewport=SIZES[1440])
    return shown(viewer)


def shown(viewer: Viewer, query: str = "") -> Viewer:
    viewer.page.goto(f"/settings/{viewer.known.app}{query}")
    expect(viewer.page.locator("#rules-form")).to_be_visible(timeout=30_000)
    return viewer


def save(page: Page) -> None:
    page.get_by_role("button", name="Save these rules").click()


def test_every_rule_of_the_app_is_read_changed_and_kept(settled: Viewer) -> None:
    page = settled.page
    page.get_by_label("Pages that may send").fill("https://Shop.example.com/\n\nhttps://*.example.com")
    page.get_by_label("Names of events that are taken").fill("$pageview\norder completed")
    page.get_by_label("Events a minute").fill("1200")
    page.get_by_label("A session ends").fill("45")
    page.get_by_label("Days after which events leave").fill("365")
    page.get_by_label("Keep the events of programs").check()
    page.get_by_label("Trackers may link ids").uncheck()
    page.get_by_label("Trackers may make one visitor").check()
    save(page)
    expect(page.locator("#rules-notice")).to_contain_text("Saved")
    assert settled.get("/settings") == {
        "keepBots": True,
        "allowedOrigins": ["https://shop.example.com", "https://*.example.com"],
        "allowedEventNames": ["$pageview", "order completed"],
        "rateLimitPerMinute": 1200,
        "sessionGapSeconds": 2700,
        "acceptClaims": False,
        "acceptMerges": True,
        "retentionDays": 365,
    }
    shown(settled)
    expect(page.get_by_label("Pages that may send")).to_have_value("https://shop.example.com\nhttps://*.example.com")
    expect(page.get_by_label("A session ends")).to_have_value("45")
    page.get_by_label("Names of events that are taken").fill("")
    page.get_by_label("Events a minute").fill("")
    save(page)
    expect(page.locator("#rules-notice")).to_contain_text("Saved")
    kept = settled.get("/settings")
    assert (kept["allowedEventNames"], kept["rateLimitPerMinute"]) == (None, None)
    assert kept["sessionGapSeconds"] == 2700


def test_a_rule_that_makes_no_sense_is_told_and_nothing_is_kept(settled: Viewer) -> None:
    before = settled.get("/settings")
    settled.page.get_by_label("Pages that may send").fill("shop")
    save(settled.page)
    expect(settled.page.get_by_role("alert")).to_contain_text("must be an origin")
    assert settled.get("/settings") == before


def test_a_visitor_is_erased_after_a_count_and_leaves_a_receipt(settled: Viewer) -> None:
    settled.open("visitors", "?visitor=visitor-7")
    page = settled.page
    page.get_by_role("link", name="Erase …").click()
    expect(page.get_by_label("An id of the visitor")).to_have_value("visitor-7")
    page.get_by_role("button", name="Count what would go").click()
    expect(page.locator("#erasure-counts")).to_be_visible()
    erase, root = settled.page.context.request.post, f"/api/apps/{settled.known.app}/erasures"
    trial: dict[str, Any] = erase(root, data={"visitorId": "visitor-7", "dryRun": True}).json()
    assert trial["events"] > 0
    expect(page.locator("#erasure-counts")).to_contain_text(f"{trial['events']} event")
    page.get_by_role("button", name="Erase this visitor …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Type the id to go on").fill("visitor-7")
    dialog.get_by_role("button", name="Erase for good").click()
    expect(page.locator("#erasure-trial output")).to_contain_text(f"{trial['events']} event")
    [receipt] = settled.get("/erasures")["erasures"]
    assert receipt["events"] == trial["events"]
    expect(page.locator("#erasures li")).to_have_count(1)
    assert settled.get("/visitors/visitor-7")["events"] == []


def test_nobody_is_erased_where_nobody_has_the_id(settled: Viewer) -> None:
    settled.page.get_by_label("An id of the visitor").fill("<b>nobody</b>")
    settled.page.get_by_role("button", name="Count what would go").click()
    expect(settled.page.locator("#erasure-trial")).to_contain_text("<b>nobody</b>")
    expect(settled.page.get_by_role("button", name="Erase this visitor")).to_have_count(0)


def test_each_tracker_is_told_the_host_and_the_key(settled: Viewer, stack: Stack) -> None:
    page, key = settled.page, settled.page.locator("#key output").inner_text()
    choice = page.get_by_label("Or the tracker you have already")
    names = choice.locator("option").all_inner_texts()[1:]
    assert len(names) == VENDORS
    for name in names:
        choice.select_option(label=name)
        code = page.locator(".snippet code").inner_text()
        assert key in code, name
        assert stack.ingest.removeprefix("http://") in code, name
        assert page.locator(".snippet pre").evaluate("(one) => one.scrollWidth <= one.clientWidth"), name


@pytest.mark.parametrize("width", [390, 1440])
def test_the_settings_are_readable_for_everybody(open_viewer: Callable[..., Viewer], owner: Known, width: int) -> None:
    viewer = open_viewer(owner, viewport=SIZES[width], color_scheme="light")
    page = shown(viewer).page
    page.wait_for_load_state("networkidle")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        picture(page, f"settings-{width}-{theme}")
        assert violations(page) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert re.search(r"spk_", page.locator("#key output").inner_text())
