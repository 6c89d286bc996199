"""Rules of consent: who objects leaves no trace, and his word outweighs every setting."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.tracker.conftest import Shop
from tests.tracker.line import CUT, OPEN, Line

pytestmark = pytest.mark.browser
KEPT = "[...Object.keys(sessionStorage), ...Object.keys(localStorage)].map((name) => name.split('.').pop())"
SIGNALS = {
    "Do Not Track": "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
    "Global Privacy Control": "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
}


def go_through(page: Page, shop: Shop, line: Line) -> None:
    """Two pages with an event each, and everything sent that is going to be."""
    for _ in range(2):
        page.goto(shop.site.at("/"))
        page.evaluate("spoor.identify('ann'); spoor.track('click')")
        page.goto(shop.site.at("/plain"))


@pytest.mark.parametrize("storage", ["none", "session", "local"])
def test_who_opts_out_leaves_no_trace_and_need_not_say_it_again(
    page: Page, shop: Shop, line: Line, storage: str
) -> None:
    line.fate = CUT
    page.goto(shop.set_up(storage=storage))
    page.evaluate("spoor.track('unsent'); spoor.optOut(); spoor.track('after')")
    assert page.evaluate(KEPT) == ["consent"]
    line.fate, line.calls = OPEN, []
    go_through(page, shop, line)
    assert line.calls == []
    page.goto(shop.site.at("/"))
    assert (page.evaluate("spoor.consent()"), page.evaluate(KEPT)) == ("no", ["consent"])


def test_who_opts_out_in_one_tab_has_done_so_in_all(visitor: BrowserContext, shop: Shop, line: Line) -> None:
    line.fate = CUT
    address = shop.set_up(storage="local")
    tabs = [visitor.new_page(), visitor.new_page()]
    for tab in tabs:
        tab.goto(address)
    tabs[1].evaluate("spoor.track('unsent')")
    tabs[0].evaluate("spoor.optOut()")
    line.fate, line.calls = OPEN, []
    tabs[1].evaluate("spoor.track('after'); dispatchEvent(new Event('online'))")
    tabs[1].goto(shop.site.at("/plain"))
    assert line.calls == []


def test_who_opts_in_again_is_seen_from_then_on(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    page.evaluate("spoor.optOut(); spoor.track('not seen'); spoor.optIn(); spoor.track('end')")
    assert "not seen" not in shop.names("end")


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=SIGNALS)
def test_a_browser_that_objects_is_heeded(page: Page, shop: Shop, line: Line, signal: str) -> None:
    page.add_init_script(signal)
    shop.set_up(storage="local")
    go_through(page, shop, line)
    assert line.calls == []
    page.goto(shop.site.at("/"))
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=SIGNALS)
def test_a_site_may_decide_to_go_by_its_own_rules(page: Page, shop: Shop, signal: str) -> None:
    page.add_init_script(signal)
    page.goto(shop.set_up(dnt="false"))
    shop.wait_for("$pageview")


def test_what_the_visitor_says_here_outweighs_what_the_browser_says_everywhere(page: Page, shop: Shop) -> None:
    page.add_init_script(SIGNALS["Global Privacy Control"])
    page.goto(shop.set_up())
    page.evaluate("spoor.optIn()")
    shop.wait_for("$pageview")


def test_where_consent_is_required_nothing_happens_before_it(page: Page, shop: Shop, line: Line) -> None:
    first = shop.set_up(consent="required", storage="local")
    go_through(page, shop, line)
    page.goto(first)
    page.evaluate("spoor.register({ plan: 'pro' })")
    assert (line.calls, page.evaluate(KEPT), page.evaluate("spoor.consent()")) == ([], [], None)

    page.evaluate("spoor.optIn()")
    [view] = shop.wait_for("$pageview")
    assert (view["properties"]["$current_url"], view["properties"]["plan"]) == (first, "pro")
    page.goto(first)
    shop.wait_for("$pageview", "$pageview")
    assert page.evaluate("spoor.consent()") == "yes"


def test_a_decision_before_the_first_view_holds_for_it(page: Page, shop: Shop, line: Line) -> None:
    shop.set_up()
    shop.site.head = "<script>spoor = [['optOut'], ['track', 'never']]</script>" + shop.site.head
    page.goto(shop.site.at("/"))
    page.goto(shop.site.at("/plain"))
    assert line.calls == []
