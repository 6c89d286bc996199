"""Rules of the pages round the dashboard: the app chooser leads somewhere, and lists that come late move nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer
from tests.web.views.test_every_view import MOST_SHIFT, SHIFTS, SIZES, THEMES, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/settings", "/settings/security", "/settings/{app}"])
def test_a_page_of_settings_is_readable_and_keeps_still(
    open_viewer: Callable[..., Viewer], path: str, width: int
) -> None:
    viewer = open_viewer(viewport=SIZES[width], color_scheme="light")
    page = viewer.page
    page.add_init_script(SHIFTS)
    page.goto(path.format(app=viewer.known.app))
    page.wait_for_load_state("networkidle")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert violations(page) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert page.evaluate("window.shifted") <= MOST_SHIFT


def test_the_settings_and_the_account_are_reached_from_every_view_by_click_search_and_keys(viewer: Viewer) -> None:
    page = viewer.open("trends")
    account, settings = re.compile("/settings/security$"), re.compile(f"/settings/{viewer.known.app}$")
    for name, address in (("Account", account), ("Settings", settings)):
        page.get_by_role("navigation", name="Views").get_by_role("link", name=name).click()
        expect(page).to_have_url(address)
        viewer.open("trends")
    expect(page.locator("#who")).to_have_text(viewer.known.email)
    page.locator("#who").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")
    for part in ("Where you are signed in", "E-mail address", "Password", "API tokens", "Recent activity"):
        expect(page.get_by_role("heading", level=2, name=part)).to_be_visible()
    viewer.open("events")
    page.keyboard.press("/")
    page.get_by_role("combobox", name="View, app or event").fill("acc")
    page.keyboard.press("Enter")
    expect(page).to_have_url(account)
    viewer.open("retention")
    page.keyboard.press("g")
    page.keyboard.press(",")
    expect(page).to_have_url(settings)


def test_the_app_chooser_of_the_settings_leads_to_the_other_app(viewer: Viewer) -> None:
    page = viewer.page
    page.goto(f"/settings/{viewer.known.app}")
    other = page.locator("#app-chooser option", has_text=re.compile("^Other"))
    page.locator("#app-chooser").select_option(value=other.get_attribute("value"))
    expect(page).to_have_url(re.compile(f"/settings/{viewer.known.other}$"))
    expect(page.locator("#app-name")).to_contain_text("Other")


def test_somebody_elses_app_is_not_there_and_the_chooser_leads_home(viewer: Viewer) -> None:
    page = viewer.page
    page.goto("/settings/5b1f6f0e-3d6a-4c7e-9d0c-0b8f3a1c2d4e")
    expect(page.get_by_text("This app is not there")).to_be_visible()
    page.locator("#app-chooser").select_option(label="Shop")
    expect(page).to_have_url(re.compile(f"/settings/{viewer.known.app}$"))


def test_the_colours_that_were_chosen_are_those_of_every_page(viewer: Viewer) -> None:
    page = viewer.open("overview")
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^Theme")).click()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    page.goto("/settings")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 20)"


def test_what_the_bar_at_the_top_offers_stands_on_one_line_at_any_width(viewer: Viewer) -> None:
    page = viewer.open("stickiness", "?range=7d")
    for width in (320, 390, 700, 900, 1024, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator("#sign-out").evaluate("each => each.offsetHeight") < 40, width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
