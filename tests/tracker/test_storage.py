"""Rules of what is kept where: nothing with `none`, one visitor whatever tabs do, no id that cannot be kept."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.tracker.conftest import NewVisitor, Shop
from tests.tracker.line import CUT, OPEN, Line

pytestmark = pytest.mark.browser
KEPT = "[...Object.keys(sessionStorage), ...Object.keys(localStorage)]"

UNUSABLE = {
    "blocked": """for (const kind of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, kind, { get() { throw new DOMException("denied", "SecurityError"); } });
    }""",
    "switched off": """for (const kind of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, kind, { value: null });
    }""",
    "full": """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };""",
    "forgetful": "Storage.prototype.setItem = () => {};",
}


def ids_of_visits(shop: Shop, pages: list[Page], address: str) -> list[str]:
    """The ids of a view of the page in each tab."""
    for place, page in enumerate(pages, 1):
        page.goto(address)
        shop.wait_for(*["$pageview"] * place)
    return [event["anonymous_id"] for event in shop.wait_for(*["$pageview"] * len(pages))]


def test_without_storage_a_visitor_is_one_for_the_day_and_nothing_is_kept(
    visitor: BrowserContext, new_visitor: NewVisitor, shop: Shop
) -> None:
    tabs = [visitor.new_page(), visitor.new_page(), new_visitor().new_page()]
    ids = ids_of_visits(shop, [tabs[0], *tabs], shop.set_up(storage="none"))
    assert len(set(ids)) == 1, "the same address and browser"
    assert all(event["properties"]["$visitor_of_day"] is True for event in shop.wait_for("$pageview"))
    assert [tab.evaluate(KEPT) for tab in tabs] == [[], [], []]
    assert visitor.cookies() == []


def test_without_storage_a_user_is_one_visitor_with_what_they_did_before(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(storage="none", auto="false"))
    page.evaluate("spoor.track('before'); spoor.identify('ann'); spoor.track('end')")
    events = {event["name"]: event for event in shop.wait_for("before", "end")}
    assert events["end"]["anonymous_id"] == "ann"
    assert shop.links() == {(events["before"]["anonymous_id"], "ann")}
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("script", UNUSABLE.values(), ids=UNUSABLE)
def test_where_nothing_can_be_stored_a_visitor_is_one_for_the_day(
    visitor: BrowserContext, shop: Shop, script: str
) -> None:
    visitor.add_init_script(script)
    errors: list[str] = []
    tabs = [visitor.new_page(), visitor.new_page()]
    for tab in tabs:
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text))
    ids = ids_of_visits(shop, [tabs[0], *tabs], shop.set_up())
    assert len(set(ids)) == 1
    assert all(event["properties"]["$visitor_of_day"] is True for event in shop.wait_for("$pageview"))
    assert errors == []


def test_a_visitor_who_is_known_stays_so_when_there_is_no_room_left(page: Page, shop: Shop) -> None:
    address = shop.set_up(auto="false")
    page.goto(address)
    page.evaluate("spoor.track('before')")
    shop.wait_for("before")
    page.add_init_script(UNUSABLE["full"])
    page.goto(address)
    page.evaluate("spoor.track('end')")
    assert len({event["anonymous_id"] for event in shop.wait_for("before", "end")}) == 1


def test_two_tabs_that_open_in_one_moment_are_one_visitor(visitor: BrowserContext, shop: Shop, line: Line) -> None:
    """The second tab does not see yet what the first has written, as it may be between two processes."""
    address = shop.set_up(auto="false")
    first, second = visitor.new_page(), visitor.new_page()
    second.add_init_script(
        """const get = Storage.prototype.getItem;
        window.late = (late) => {
            Storage.prototype.getItem = function (name) {
                const found = get.call(this, name);
                return late && name.endsWith("visitor") && found != window.own ? null : found;
            };
        };
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, value) {
            if (name.endsWith("visitor")) window.own = value;
            set.call(this, name, value);
        };
        window.late(true);"""
    )
    first.goto(address)
    second.goto(address)
    line.fate = CUT
    first.evaluate("spoor.track('a')")
    second.evaluate("spoor.track('b'); late(false)")
    line.fate = OPEN
    for tab in (first, second):
        tab.evaluate("dispatchEvent(new Event('online'))")
    events = shop.wait_for("a", "b")
    assert len({event["anonymous_id"] for event in events}) == 1


@pytest.mark.parametrize("reset", ["spoor.reset();", ""])
def test_many_tabs_opened_at_once_are_one_visitor(visitor: BrowserContext, shop: Shop, reset: str) -> None:
    address = shop.set_up()
    opener = visitor.new_page()
    opener.goto(shop.site.at("/plain"))
    opener.evaluate("address => { for (let at = 0; at < 5; at++) window.open(address); }", address)
    views = shop.wait_for(*["$pageview"] * 5)
    assert len({event["anonymous_id"] for event in views}) == 1
    visitor.pages[-1].evaluate(f"{reset} spoor.track('end')")
    end = shop.wait_for("end")[-1]
    assert (end["anonymous_id"] == views[0]["anonymous_id"]) is not bool(reset)


def test_a_visitor_from_when_tabs_were_counted_stays_the_same_and_loses_nothing(
    visitor: BrowserContext, shop: Shop, line: Line
) -> None:
    page = visitor.new_page()
    page.goto(shop.set_up(storage="session", auto="false"))
    page.evaluate("spoor.register({ plan: 'pro' }); spoor.track('first')")
    [first] = shop.wait_for("first")
    line.fate = CUT
    page.evaluate("spoor.track('unsent')")
    page.goto(shop.site.at("/plain"))
    line.fate = OPEN
    page.goto(shop.set_up(auto="false"))
    page.evaluate("spoor.track('end')")
    events = shop.wait_for("first", "unsent", "end")
    assert {event["anonymous_id"] for event in events} == {first["anonymous_id"]}
    assert events[-1]["properties"]["plan"] == "pro"
    tab = visitor.new_page()
    tab.goto(shop.site.at("/"))
    tab.evaluate("spoor.track('tab')")
    assert shop.wait_for("tab")[-1]["anonymous_id"] == first["anonymous_id"]
    page.evaluate("spoor.optOut()")
    assert [name.split(".").pop() for name in page.evaluate(KEPT)] == ["consent"]
