"""Rules of every view: readable for everybody, in both themes, on any screen, and no cause for a browser to complain.

The views are those of the registry. Pictures of all of them go into the folder that SPOOR_PICTURES names, if it does.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.web.views.conftest import Viewer

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3]
REGISTRY = ROOT / "functions/web/static/shell/registry.js"
VIEWS = re.findall(r"^ {2}(?:\"([a-z-]+)\"|([a-z]+)): \{ title:", REGISTRY.read_text(), re.MULTILINE)
AXE = ROOT / "pages/node_modules/axe-core/axe.min.js"
#: What a view is asked so that it has something to show, where its bare address shows little.
QUESTIONS = {
    "boards": "?board={board}",
    "trends": "?by=%24device_type",
    "funnels": "?step=%7B%22event%22%3A%22%24pageview%22%7D&step=%7B%22event%22%3A%22signed%20up%22%7D&by=%24os",
}
SIZES = {390: {"width": 390, "height": 844}, 1440: {"width": 1440, "height": 900}}
#: A page takes the other one's colours as soon as the browser does: its style alone knows of them.
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOST_SHIFT = 0.05
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true })
"""


def violations(page: Page) -> list[str]:
    """What axe objects to."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(({ violations }) => violations)")
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def reports_at_once(page: Page) -> list[int]:
    """How many reports are being asked for, each time that one more is."""
    now, counts = set[int](), list[int]()

    def begun(request: Any) -> None:
        if "/reports" in request.url:
            now.add(id(request))
            counts.append(len(now))

    page.on("request", begun)
    page.on("requestfinished", lambda request: now.discard(id(request)))
    return counts


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SPOOR_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("view", ["".join(names) for names in VIEWS])
def test_a_view_is_readable_keeps_still_asks_three_requests_at_once_at_most_and_gives_no_cause_for_complaint(
    open_viewer: Callable[..., Viewer], view: str, width: int
) -> None:
    viewer = open_viewer(viewport=SIZES[width], color_scheme="light")
    complaints: list[str] = []
    viewer.page.add_init_script(SHIFTS)
    viewer.page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    viewer.page.on("pageerror", lambda error: complaints.append(str(error)))
    at_once = reports_at_once(viewer.page)
    page = viewer.open(view, QUESTIONS.get(view, ""))
    assert max(at_once, default=0) <= 3
    page.wait_for_load_state("networkidle")
    assert page.locator("main h1").count() == 1
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        picture(page, f"{view}-{width}-{theme}")
        assert violations(page) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert page.evaluate("window.shifted") <= MOST_SHIFT
    assert complaints == []


@pytest.mark.parametrize("view", ["".join(names) for names in VIEWS])
def test_nothing_sticks_out_on_the_smallest_screen(open_viewer: Callable[..., Viewer], view: str) -> None:
    page = open_viewer(viewport={"width": 320, "height": 600}).open(view, QUESTIONS.get(view, ""))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_a_shortcut_opens_is_readable_too(open_viewer: Callable[..., Viewer]) -> None:
    page = open_viewer().open("overview")
    for opens in ("/", "?"):
        page.keyboard.press(opens)
        page.get_by_role("dialog").wait_for()
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            assert violations(page) == [], (opens, theme)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")


@pytest.mark.parametrize("button", ["Range", "Add a filter"])
@pytest.mark.parametrize("width", [390, 1440])
def test_what_a_bar_opens_is_readable_and_stays_on_the_screen(
    open_viewer: Callable[..., Viewer], button: str, width: int
) -> None:
    page = open_viewer(viewport=SIZES[width]).open("overview")
    page.get_by_role("button", name=re.compile(f"^{button}")).click()
    page.wait_for_timeout(300)
    picture(page, f"open-{button}-{width}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
