"""Rules of what opens while something is kept: readable for everybody, in both themes, on a telephone too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.views.conftest import Viewer
from tests.web.views.reports.test_funnels import QUERY
from tests.web.views.test_every_view import SIZES, picture, violations

pytestmark = pytest.mark.browser


def add_to_a_board(viewer: Viewer) -> None:
    page = viewer.open("trends")
    page.get_by_role("button", name=re.compile("^Take .* along")).click()
    page.get_by_role("button", name="Add to a board …").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).wait_for()


def write_on_a_board(viewer: Viewer) -> None:
    page = viewer.open("boards", "?board={board}")
    page.get_by_role("button", name="Add text").click()
    page.get_by_label("Text").wait_for()


def open_a_tile(viewer: Viewer) -> None:
    page = viewer.open("boards", "?board={board}")
    page.get_by_role("button", name="What to do with Rhythm").click()
    page.get_by_role("button", name="Take it off").wait_for()


def keep_a_note(viewer: Viewer) -> None:
    chart = viewer.open("trends").get_by_role("img", name="The arrow keys read")
    chart.press("Home")
    chart.press("Enter")
    viewer.page.get_by_label("A note here").wait_for()


def define_a_cohort(viewer: Viewer) -> None:
    viewer.open("cohorts", "?cohort=new")


def read_a_cohort(viewer: Viewer) -> None:
    viewer.open("cohorts", f"?cohort={viewer.get('/cohorts')['cohorts'][-1]['id']}")


def look_for_a_board_that_went(viewer: Viewer) -> None:
    viewer.open("boards", "?board=00000000-0000-0000-0000-000000000000")


def begin_a_board(viewer: Viewer) -> None:
    viewer.open("boards", app=viewer.known.other)
    viewer.page.get_by_role("button", name="Begin with six charts").wait_for()


def see_how_long_a_funnel_takes(viewer: Viewer) -> None:
    viewer.open("funnels", f"{QUERY}&times=yes")


def read_why_a_visitor_counts(viewer: Viewer) -> None:
    viewer.open("visitors", f"{QUERY}&visitor=visitor-3")
    viewer.page.locator(".reached").wait_for()


STATES: list[Callable[[Viewer], None]] = [
    add_to_a_board,
    write_on_a_board,
    open_a_tile,
    keep_a_note,
    define_a_cohort,
    read_a_cohort,
    look_for_a_board_that_went,
    begin_a_board,
    see_how_long_a_funnel_takes,
    read_why_a_visitor_counts,
]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_opens_is_readable_and_stays_on_the_screen(
    open_viewer: Callable[..., Viewer], state: Callable[[Viewer], None], width: int, theme: str
) -> None:
    viewer = open_viewer(viewport=SIZES[width], color_scheme=theme)
    state(viewer)
    viewer.page.wait_for_timeout(300)
    picture(viewer.page, f"state-{state.__name__}-{width}")
    assert violations(viewer.page) == []
    assert fits(viewer.page)
