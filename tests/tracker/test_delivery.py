"""Rules of delivery: every event arrives, whatever happens to the page or the network, and is stored once."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.tracker.conftest import Shop
from tests.tracker.line import ANSWER_LOST, CUT, OPEN, Line

pytestmark = pytest.mark.browser


def wait_for_calls(page: Page, line: Line, count: int) -> None:
    """Until the line has had so many calls."""
    for _ in range(200):
        if len(line.calls) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{count} calls were expected; there were {line.batches}")


def test_events_go_together_and_need_no_preflight(page: Page, shop: Shop, line: Line) -> None:
    page.goto(shop.set_up())
    page.evaluate("for (let i = 0; i < 120; i++) spoor.track('click', { i })")
    events = shop.wait_for(click=120)
    assert [len(batch) for batch in line.batches] == [50, 50, 21]
    assert {(method, kind) for method, kind, _ in line.calls} == {("POST", "text/plain;charset=UTF-8")}
    clicks = [event["properties"]["i"] for event in events if event["name"] == "click"]
    assert sorted(clicks) == list(range(120))


def test_what_is_captured_just_before_the_page_goes_arrives(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(storage="none"))
    shop.wait_for("$pageview")
    page.evaluate("spoor.track('buy'); location.assign('/plain')")
    assert shop.names("buy") == ["$pageview"]


def test_what_is_captured_just_before_the_tab_is_closed_arrives(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(storage="none"))
    shop.wait_for("$pageview")
    page.evaluate("spoor.track('buy')")
    page.close()
    assert shop.names("buy") == ["$pageview"]


def test_a_beacon_takes_along_all_that_was_not_confirmed(page: Page, shop: Shop, line: Line) -> None:
    line.fate = CUT
    page.goto(shop.set_up(storage="none"))
    page.evaluate("for (let i = 0; i < 70; i++) spoor.track('click', { i })")
    wait_for_calls(page, line, 1)
    line.fate = OPEN
    page.goto(shop.site.at("/plain"))
    events = shop.wait_for("$pageview", click=70)
    assert len(events) == 71


def test_after_an_outage_every_event_is_stored_once(page: Page, shop: Shop, line: Line) -> None:
    line.fate = CUT
    page.goto(shop.set_up())
    page.evaluate("spoor.track('first')")
    wait_for_calls(page, line, 2)
    page.evaluate("spoor.track('second')")
    wait_for_calls(page, line, 3)
    line.fate = OPEN
    page.evaluate("spoor.track('end')")
    assert shop.names("end") == ["$pageview", "first", "second"]


def test_an_event_whose_receipt_was_lost_is_sent_again_and_stored_once(page: Page, shop: Shop, line: Line) -> None:
    line.fate = ANSWER_LOST
    page.goto(shop.set_up())
    page.evaluate("spoor.track('buy')")
    wait_for_calls(page, line, 2)
    line.fate = OPEN
    page.evaluate("spoor.track('end')")
    assert shop.names("end") == ["$pageview", "buy"]
    ids = [{event["id"] for event in batch["events"] if event["name"] == "buy"} for _, _, batch in line.calls]
    assert len(ids) >= 3
    assert len(set().union(*ids)) == 1


@pytest.mark.parametrize("storage", ["session", "local"])
def test_unsent_events_survive_a_reload(page: Page, shop: Shop, line: Line, storage: str) -> None:
    line.fate = CUT
    page.goto(shop.set_up(storage=storage))
    page.evaluate("spoor.track('buy')")
    page.reload()
    page.evaluate("spoor.track('end')")
    wait_for_calls(page, line, 2)
    line.fate = OPEN
    assert shop.names("end") == ["$pageview", "buy", "$pageview"]


def test_unsent_events_survive_the_tab_where_the_storage_does(visitor: BrowserContext, shop: Shop, line: Line) -> None:
    line.fate = CUT
    page = visitor.new_page()
    page.goto(shop.set_up(storage="local"))
    page.evaluate("spoor.track('buy')")
    page.close()
    line.fate = OPEN
    visitor.new_page().goto(shop.site.at("/"))
    assert sorted(event["name"] for event in shop.wait_for("buy", "$pageview", "$pageview")) == [
        "$pageview",
        "$pageview",
        "buy",
    ]


def test_two_tabs_lose_nothing_of_each_other(visitor: BrowserContext, shop: Shop, line: Line) -> None:
    line.fate = CUT
    address = shop.set_up(storage="local", auto="false")
    tabs = [visitor.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(address)
    for place in range(6):
        tabs[place % 2].evaluate(f"spoor.track('click {place}')")
    for tab in tabs:
        tab.goto(shop.site.at("/plain"))
    line.fate = OPEN
    tabs[0].goto(address)
    tabs[0].evaluate("spoor.track('end')")
    assert shop.names("end") == [f"click {place}" for place in range(6)]


def test_what_is_confirmed_is_kept_no_longer(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    shop.wait_for("$pageview")
    page.wait_for_function("Object.keys(sessionStorage).every((name) => !name.includes('.event.'))")


def test_the_newest_events_are_kept_when_there_is_no_room_for_all(page: Page, shop: Shop, line: Line) -> None:
    line.fate = CUT
    page.goto(shop.set_up(auto="false"))
    page.evaluate("for (let i = 0; i < 520; i++) spoor.track('click', { i })")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('.event.')).length") == 500
    line.fate = OPEN
    page.evaluate("dispatchEvent(new Event('online'))")
    events = shop.wait_for(click=500)
    assert sorted(event["properties"]["i"] for event in events) == list(range(20, 520))


def test_an_event_too_big_for_a_beacon_arrives_while_the_page_stays(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    page.evaluate("spoor.track('essay', { text: '☕'.repeat(60000) }); spoor.track('end')")
    assert shop.names("end") == ["$pageview", "essay"]


def test_a_full_storage_stops_nothing(page: Page, shop: Shop) -> None:
    page.add_init_script(
        "for (let size = 2 ** 22; size; size >>= 1) try { sessionStorage.setItem(size, '-'.repeat(size)) } catch {}"
    )
    page.goto(shop.set_up())
    page.evaluate("spoor.track('end')")
    assert shop.names("end") == ["$pageview"]


def test_a_forbidden_storage_stops_nothing(page: Page, shop: Shop) -> None:
    page.add_init_script(
        "for (const name of ['sessionStorage', 'localStorage']) "
        "Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    page.goto(shop.set_up())
    page.evaluate("spoor.track('end')")
    first, last = shop.wait_for("end")
    assert (first["name"], first["anonymous_id"]) == ("$pageview", last["anonymous_id"])


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(page: Page, shop: Shop, line: Line, status: int) -> None:
    line.fate = status, {"retry-after": "40", "access-control-expose-headers": "retry-after"}
    page.clock.install()
    page.goto(shop.set_up())
    page.clock.run_for(1_500)
    wait_for_calls(page, line, 1)
    page.wait_for_timeout(200)  # the answer's way back
    page.evaluate("spoor.track('buy')")
    page.clock.run_for(38_000)
    page.wait_for_timeout(200)
    assert line.batches == [["$pageview"]]
    line.fate = OPEN
    page.clock.run_for(3_000)
    shop.wait_for("$pageview", "buy")
    assert line.batches == [["$pageview"], ["$pageview", "buy"]]


def test_it_tries_less_and_less_often(page: Page, shop: Shop, line: Line) -> None:
    line.fate = 500, {}
    page.clock.install()
    page.goto(shop.set_up())
    for _ in range(300):  # seconds
        page.clock.run_for(1_000)
        page.wait_for_timeout(10)
    assert 6 <= len(line.calls) <= 16


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_the_server_will_never_take_is_not_sent_again(page: Page, shop: Shop, line: Line, status: int) -> None:
    line.fate = status, {}
    page.goto(shop.set_up())
    wait_for_calls(page, line, 1)
    page.wait_for_function("Object.keys(sessionStorage).every((name) => !name.includes('.event.'))")
    line.fate = OPEN
    page.evaluate("spoor.track('end')")
    assert shop.names("end") == []


def test_a_wrong_clock_is_set_right(page: Page, shop: Shop) -> None:
    page.clock.install(time="2031-05-04T03:02:01Z")
    page.goto(shop.set_up())
    page.clock.run_for(1_500)
    [event] = shop.wait_for("$pageview")
    assert event["properties"]["$sent_occurred_at"].startswith("2031-05-04")
    assert event["occurred_at"].year < 2031
