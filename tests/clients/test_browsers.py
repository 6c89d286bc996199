"""The makers' own browser trackers deliver from Chromium across origins, as the page goes, and after an outage."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.clients.faulty import network
from tests.clients.site import TRACKERS, site
from tests.owner import Owner
from tests.stack import Stack, ordinary_context

pytestmark = pytest.mark.browser


class Visit:
    """A visitor on a page with a tracker, whose events go through a network that can be down."""

    def __init__(self, page: Page, tracker: str, address: str) -> None:
        self.page = page
        self.address = address
        self.call = TRACKERS[tracker].track
        self.by_link = bool(TRACKERS[tracker].link)
        self.down = False
        self.refused = 0

    def track(self, name: str) -> None:
        """Something happens."""
        self.page.evaluate(f"name => {{ {self.call}(name, {{}}) }}", name)

    def leave(self) -> None:
        """The visitor goes elsewhere, and "bye" is tracked at the last moment that the tracker has."""
        if not self.by_link:
            self.track("bye")
            self.page.goto(f"{self.address}/plain")
            return
        self.page.click("a")
        self.page.wait_for_url("**/plain")

    def fate(self) -> str:
        """What becomes of a request now."""
        self.refused += self.down
        return "away" if self.down else "passed"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A visitor's browser."""
    context = ordinary_context(chromium)
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(page: Page, stack: Stack, owner: Owner, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit to a page with the tracker that the test is about."""
    tracker = request.node.callspec.params["tracker"]
    with ExitStack() as open_:
        visit = Visit(page, tracker, "")
        ingest = open_.enter_context(network(stack.ingest, visit.fate))
        visit.address = open_.enter_context(site(TRACKERS[tracker], ingest, owner.key))
        page.goto(visit.address)
        page.wait_for_function(f"() => typeof {visit.call} === 'function'")
        yield visit
        page.goto("about:blank")


@pytest.mark.parametrize("tracker", TRACKERS)
def test_events_arrive_once_also_those_sent_as_the_page_goes(tracker: str, open_page: Visit, owner: Owner) -> None:
    open_page.track("hello")
    owner.wait_for({"hello"})
    open_page.leave()
    names = [event["name"] for event in owner.wait_for({"hello", "bye"})]
    assert (names.count("hello"), names.count("bye")) == (1, 1)


@pytest.mark.parametrize("tracker", [name for name, tracker in TRACKERS.items() if tracker.keeps])
def test_events_of_an_outage_arrive_once_when_it_is_over(tracker: str, open_page: Visit, owner: Owner) -> None:
    open_page.track("before")
    owner.wait_for({"before"})
    open_page.down = True
    open_page.track("meanwhile")
    while not open_page.refused:
        open_page.page.wait_for_timeout(100)
    open_page.down = False
    names = [event["name"] for event in owner.wait_for({"meanwhile"})]
    assert names.count("meanwhile") == 1


@pytest.mark.parametrize("tracker", [name for name, tracker in TRACKERS.items() if not tracker.keeps])
def test_a_tracker_that_keeps_nothing_goes_on_after_an_outage(tracker: str, open_page: Visit, owner: Owner) -> None:
    open_page.down = True
    open_page.track("meanwhile")
    while not open_page.refused:
        open_page.page.wait_for_timeout(100)
    open_page.down = False
    open_page.track("after")
    names = [event["name"] for event in owner.wait_for({"after"})]
    assert names.count("after") == 1


@pytest.mark.parametrize("tracker", ["umami"])
def test_a_page_view_that_a_tracker_sends_by_itself_says_which_page(
    tracker: str, open_page: Visit, owner: Owner
) -> None:
    [view] = [event for event in owner.wait_for({"$pageview"}) if event["name"] == "$pageview"]
    told = view["properties"]
    assert (told["$pathname"], told["$host"], told["$title"]) == ("/", "127.0.0.1", "shop")
