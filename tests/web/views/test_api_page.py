"""Rules of the API's own page: it reads like the rest of Spoor, on any screen, and leads back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer
from tests.web.views.test_every_view import SIZES, THEMES, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_of_the_api_is_readable_for_everybody_and_no_cause_for_complaint(
    open_viewer: Callable[..., Viewer], width: int
) -> None:
    page = open_viewer(viewport=SIZES[width], color_scheme="light").page
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto("/api/docs")
    for each in page.locator("summary").all()[:3]:
        each.click()
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert violations(page) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert complaints == []


def test_the_page_of_the_api_leads_back_to_the_dashboard(viewer: Viewer) -> None:
    viewer.page.goto("/api/docs")
    viewer.page.get_by_role("link", name="Spoor", exact=True).click()
    expect(viewer.page.get_by_role("navigation", name="Views")).to_be_visible()
