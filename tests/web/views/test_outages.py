"""Rules of bad days: a view says what is wrong, and goes on by itself when it is over."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack, started
from tests.web.views.conftest import Known, Viewer, somebody, viewers
from tests.web.views.test_every_view import QUESTIONS, VIEWS

pytestmark = pytest.mark.browser
_PATIENCE_MS = 90_000


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One of its own, since what happens to it here should happen to no other test."""
    with started(tmp_path_factory.mktemp("outages"), tmp_path_factory.mktemp("log") / "dev.log") as running:
        yield running


@pytest.fixture(scope="module")
def known(stack: Stack) -> Known:
    """Somebody there."""
    return somebody(stack)


@pytest.fixture(scope="module")
def open_viewer(chromium: Browser, stack: Stack, known: Known) -> Iterator[Callable[..., Viewer]]:
    """Makes viewers who outlast one trouble after the other."""
    with viewers(chromium, stack, known) as make:
        yield make


def database_of(stack: Stack) -> list[int]:
    """The processes of the stack's Postgres, its first one first."""
    first = int((stack.data / "postgres/postmaster.pid").read_text().splitlines()[0])
    return [first, *(int(one) for one in Path(f"/proc/{first}/task/{first}/children").read_text().split())]


@contextmanager
def frozen(stack: Stack) -> Iterator[None]:
    """No process of the database does anything."""
    stopped = database_of(stack)
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(stopped):
            os.kill(process, signal.SIGCONT)


@contextmanager
def offline(_: Stack, context: BrowserContext) -> Iterator[None]:
    """The device has no network."""
    context.set_offline(True)
    try:
        yield
    finally:
        context.set_offline(False)


@contextmanager
def standing_still(stack: Stack, _: BrowserContext) -> Iterator[None]:
    """The database answers nobody."""
    with frozen(stack):
        yield


@contextmanager
def killed(stack: Stack, _: BrowserContext) -> Iterator[None]:
    """The database is gone from one moment to the next, and comes back as its supervisor likes."""
    os.kill(database_of(stack)[0], signal.SIGKILL)
    yield


def anew(page: Page) -> None:
    """What a reader does who wonders whether it is still right."""
    page.bring_to_front()
    page.keyboard.press("r")


def from_nothing(page: Page) -> None:
    """Open the view for the first time."""
    page.reload(wait_until="commit")


Trouble = Callable[[Stack, BrowserContext], AbstractContextManager[None]]
#: What goes wrong, how the reader comes upon it, and what they are told.
TROUBLES: dict[str, tuple[Trouble, Callable[[Page], None], str]] = {
    "a device without a network": (offline, anew, "This device is offline"),
    "a database that stands still": (
        standing_still,
        from_nothing,
        "This takes longer than usual|try again in a moment",
    ),
    "a database that is killed": (killed, anew, ""),
}


@pytest.fixture(scope="module")
def views(open_viewer: Callable[..., Viewer], known: Known) -> dict[str, Page]:
    """Every view of the registry, open in a tab of its own."""
    first = open_viewer()
    opened = {}
    for view in ["".join(names) for names in VIEWS]:
        viewer = Viewer(first.page.context.new_page(), first.page.context, known)
        opened[view] = viewer.open(view, QUESTIONS.get(view, ""))
    return opened


def in_order(page: Page) -> None:
    """The view is there with all that it shows, and nothing is complained of."""
    expect(page.locator("main h1")).to_have_count(1, timeout=_PATIENCE_MS)
    expect(page.locator("main .skeleton, main [aria-busy=true]")).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.locator("main .problem, main .slow")).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.locator("#app-chooser option", has_text="Other")).to_have_count(1, timeout=_PATIENCE_MS)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_view_says_what_is_wrong_and_goes_on_by_itself(
    views: dict[str, Page], stack: Stack, trouble: str
) -> None:
    comes, look, said = TROUBLES[trouble]
    with comes(stack, next(iter(views.values())).context):
        for page in views.values():
            look(page)
        for page in views.values():
            told = page.locator("main").locator(".problem, .slow").filter(has_text=re.compile(said))
            if said:
                expect(told.first).to_be_visible(timeout=_PATIENCE_MS)
    for page in views.values():
        in_order(page)
        expect(page.get_by_text("Forbidden")).to_have_count(0)


def test_every_view_whose_app_is_deleted_meanwhile_says_so_and_leads_to_another(
    open_viewer: Callable[..., Viewer], stack: Stack
) -> None:
    who = somebody(stack)
    first = open_viewer(who)
    opened = [
        Viewer(first.page.context.new_page(), first.page.context, who).open(view, QUESTIONS.get(view, ""))
        for view in ["".join(names) for names in VIEWS]
    ]
    assert first.page.context.request.delete(f"/api/apps/{who.app}", headers={"origin": stack.url}).ok
    for page in opened:
        anew(page)
        expect(page.get_by_role("heading", name="This app is not there")).to_be_visible(timeout=_PATIENCE_MS)
    opened[0].get_by_role("link", name="Other").click()
    expect(opened[0].locator("main h1")).to_contain_text("Other")


def test_every_view_whose_session_ended_leads_to_sign_in_and_back_to_its_whole_question(
    views: dict[str, Page], known: Known, stack: Stack
) -> None:
    context = next(iter(views.values())).context
    asked = {view: page.url.removeprefix(stack.url) for view, page in views.items()}
    context.clear_cookies()
    for view, page in views.items():
        anew(page)
        expect(page).to_have_url(re.compile(r"/sign-in\?next="))
        assert parse_qs(urlsplit(page.url).query) == {"next": [asked[view]], "ended": ["1"]}
        expect(page.get_by_text("Your session has ended")).to_be_visible()
    page = views["trends"]
    page.get_by_label("E-mail").fill(known.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(stack.url + asked["trends"])
    expect(page.get_by_role("button", name="Broken down by: Device")).to_be_visible()


def test_what_was_there_stays_while_a_database_stands_still(open_viewer: Callable[..., Viewer], stack: Stack) -> None:
    viewer = open_viewer()
    page = viewer.open("overview")
    with frozen(stack):
        page.get_by_role("button", name="Refresh").click()
        told = page.get_by_text("This takes longer than usual").or_(page.get_by_role("alert"))
        expect(told.first).to_be_visible(timeout=_PATIENCE_MS)
        expect(page.locator(".tile-value").first).to_have_text("40")  # what was there stays
    expect(told).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.locator(".tile-value").first).to_have_text("40")
