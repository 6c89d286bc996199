"""Rules of bad days: a view says what is wrong, and goes on by itself when it is over."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stack import Stack, started
from tests.web.views.conftest import Known, Viewer, somebody

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


def test_a_device_without_a_network_is_told_so_and_goes_on_when_it_is_back(open_viewer: Callable[..., Viewer]) -> None:
    viewer = open_viewer()
    page = viewer.open("overview")
    page.context.set_offline(True)
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("alert").first).to_contain_text("offline")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0, timeout=_PATIENCE_MS)


def test_an_app_that_is_deleted_meanwhile_is_told(open_viewer: Callable[..., Viewer], stack: Stack) -> None:
    who = somebody(stack)
    viewer = open_viewer(who)
    page = viewer.open("overview")
    answer = page.context.request.delete(f"/api/apps/{who.app}", headers={"origin": stack.url})
    assert answer.ok
    page.reload()
    expect(page.get_by_role("heading", name="This app is not there")).to_be_visible()
    page.get_by_role("link", name="Other").click()
    expect(page.locator("main h1")).to_contain_text("Other")


def test_a_session_that_ended_leads_to_sign_in_and_back_to_the_whole_question(
    open_viewer: Callable[..., Viewer], stack: Stack
) -> None:
    who = somebody(stack)
    page = open_viewer(who).open("trends", "?by=%24os&range=7d")
    question = page.url.removeprefix(stack.url)
    page.context.clear_cookies()
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    page.get_by_label("E-mail").fill(who.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(stack.url + question)
    expect(page.get_by_role("button", name="Broken down by: System")).to_be_visible()


def test_a_database_that_stands_still_is_told_and_waited_for(open_viewer: Callable[..., Viewer], stack: Stack) -> None:
    viewer = open_viewer()
    page = viewer.open("overview")
    with frozen(stack):
        page.get_by_role("button", name="Refresh").click()
        told = page.get_by_text("This takes longer than usual").or_(page.get_by_role("alert"))
        expect(told.first).to_be_visible(timeout=_PATIENCE_MS)
        expect(page.locator(".tile-value").first).to_have_text("40")  # what was there stays
    expect(told).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.locator(".tile-value").first).to_have_text("40")


def test_a_database_that_is_killed_leaves_nothing_behind_once_it_is_back(
    open_viewer: Callable[..., Viewer], stack: Stack
) -> None:
    viewer = open_viewer()
    page = viewer.open("overview")
    os.kill(database_of(stack)[0], signal.SIGKILL)
    page.get_by_role("button", name="Last 30 days").click()
    page.get_by_role("button", name="Last 90 days").click()
    expect(page.locator(".tile-value").first).to_have_text("40", timeout=_PATIENCE_MS)
    expect(page.get_by_role("alert")).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.get_by_text("Forbidden")).to_have_count(0)


#: Views that ask in each of the ways there are, with what stands there once they are answered.
VIEWS = {
    "trends": ".figures",
    "events": ".events li",
    "visitors": "tbody tr",
    "health": ".tiles",
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_says_that_the_database_stands_still_and_goes_on_by_itself(
    open_viewer: Callable[..., Viewer], stack: Stack, view: str
) -> None:
    viewer = open_viewer()
    page = viewer.open("overview")
    with frozen(stack):
        name, _, query = view.partition("?")
        page.goto(f"/dashboard/{viewer.known.app}/{name}?{query}", wait_until="commit")
        told = page.get_by_text("This takes longer than usual").or_(page.get_by_role("alert"))
        expect(told.first).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.locator(f"main {VIEWS[view]}").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(told).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.locator("#app-chooser option", has_text="Other")).to_have_count(1, timeout=_PATIENCE_MS)
