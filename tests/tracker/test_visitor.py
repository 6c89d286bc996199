"""Rules of who a visitor is: nobody knows more than the site says, and one person is one visitor."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.tracker.conftest import NewVisitor, Shop

pytestmark = pytest.mark.browser
KEPT = "[...Object.keys(sessionStorage), ...Object.keys(localStorage)]"


def test_what_was_done_before_the_name_was_known_belongs_to_the_user(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    page.evaluate("spoor.track('before'); spoor.identify('ann', { plan: 'pro' }); spoor.track('end')")
    events = {event["name"]: event for event in shop.wait_for("end")}
    anonymous = events["before"]["anonymous_id"]
    assert events["end"]["properties"]["$anonymous_id"] == anonymous
    assert shop.links() == {(anonymous, "ann")}
    assert "$user_id" not in events["before"]["properties"]
    assert events["end"]["anonymous_id"] == "ann"
    assert events["$identify"]["properties"]["$set"] == {"plan": "pro"}


def test_one_user_at_two_machines_is_one_visitor(new_visitor: NewVisitor, shop: Shop) -> None:
    address = shop.set_up(auto="false")
    for place in "ab":
        page = new_visitor().new_page()
        page.goto(address)
        page.evaluate(f"spoor.identify(42); spoor.track('end {place}')")
    assert {event["anonymous_id"] for event in shop.wait_for("end a", "end b")} == {"42"}
    assert [visitor for _, visitor in shop.links()] == ["42", "42"], "each machine's own id is the user's"


def test_two_users_at_one_machine_are_two_visitors(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(auto="false"))
    page.evaluate("spoor.identify('ann'); spoor.identify('ben'); spoor.track('end')")
    assert {visitor for _, visitor in shop.links_after("end")} == {"ann", "ben"}
    assert len({anonymous for anonymous, _ in shop.links()}) == 2


def test_a_user_is_announced_once(page: Page, shop: Shop) -> None:
    first = shop.set_up(auto="false")
    for _ in range(2):
        page.goto(first)
        page.evaluate("spoor.identify('ann'); spoor.identify('ann'); spoor.identify('')")
    page.evaluate("spoor.track('end')")
    events = shop.wait_for("end")
    assert [event["name"] for event in events] == ["$identify", "end"]
    assert events[-1]["anonymous_id"] == "ann"


def test_reset_forgets_who_the_visitor_was(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(auto="false"))
    page.evaluate("""() => {
      spoor.register({ plan: "pro" });
      spoor.identify("ann");
      spoor.reset();
      spoor.track("end");
    }""")
    events = {event["name"]: event for event in shop.wait_for("end")}  # of one millisecond they come in any order
    assert events["$identify"]["anonymous_id"] != events["end"]["anonymous_id"]
    assert not {"$anonymous_id", "plan"} & events["end"]["properties"].keys()


def test_registered_properties_go_with_every_event_until_they_are_taken_away(page: Page, shop: Shop) -> None:
    first = shop.set_up(auto="false")
    page.goto(first)
    page.evaluate("""() => {
      spoor.register({ plan: "pro", group: "b" });
      spoor.track("a", { group: "own" });
    }""")
    page.goto(first)
    page.evaluate("spoor.register({ group: undefined }); spoor.track('end')")
    said = [(event["properties"].get("plan"), event["properties"].get("group")) for event in shop.wait_for("a", "end")]
    assert said == [("pro", "own"), ("pro", None)]


def test_the_accounts_of_a_visitor_go_with_every_event_until_they_are_taken_away(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(auto="false"))
    page.evaluate("spoor.register({ $groups: { company: 'acme', team: 7 } }); spoor.track('a')")
    page.reload()
    page.evaluate(
        "spoor.register({ $groups: { company: 'acme' } }); spoor.track('b'); spoor.reset(); spoor.track('end')"
    )
    told = {event["name"]: event["properties"].get("$groups") for event in shop.wait_for("end")}
    assert told == {"a": {"company": "acme", "team": "7"}, "b": {"company": "acme"}, "end": None}


def visit_thrice(visitor: BrowserContext, shop: Shop, storage: dict[str, str]) -> list[str]:
    """A page, another one in the same tab, and one in another tab: the visitor's ids."""
    address = shop.set_up(**storage)
    tabs = [visitor.new_page(), visitor.new_page()]
    for place, tab in enumerate([tabs[0], tabs[0], tabs[1]], 1):
        tab.goto(address)
        shop.wait_for(*["$pageview"] * place)
    assert visitor.cookies() == []
    return [event["anonymous_id"] for event in shop.wait_for("$pageview")]


@pytest.mark.parametrize("storage", [{}, {"storage": "local"}])
def test_usually_a_visitor_is_one_in_this_browser(visitor: BrowserContext, shop: Shop, storage: dict[str, str]) -> None:
    assert len(set(visit_thrice(visitor, shop, storage))) == 1
    assert not any("$visitor_of_day" in event["properties"] for event in shop.wait_for("$pageview"))


def test_with_session_storage_a_visitor_is_one_as_long_as_the_tab_is_open(visitor: BrowserContext, shop: Shop) -> None:
    first, second, other_tab = visit_thrice(visitor, shop, {"storage": "session"})
    assert first == second != other_tab
    assert visitor.pages[0].evaluate("Object.keys(localStorage)") == []


def test_another_browser_is_another_visitor(new_visitor: NewVisitor, shop: Shop) -> None:
    address = shop.set_up()
    for _ in range(2):
        new_visitor().new_page().goto(address)
    events = shop.wait_for("$pageview", "$pageview")
    assert len({event["anonymous_id"] for event in events}) == 2


def test_another_tab_knows_at_once_who_the_visitor_is(visitor: BrowserContext, shop: Shop) -> None:
    address = shop.set_up(storage="local", auto="false")
    tabs = [visitor.new_page(), visitor.new_page()]
    for tab in tabs:
        tab.goto(address)
    tabs[0].evaluate("spoor.identify('ann')")
    tabs[1].evaluate("spoor.track('end')")
    assert shop.wait_for("end", "$identify")[-1]["anonymous_id"] == "ann"


def test_two_apps_on_one_site_keep_apart(page: Page, shop: Shop, other_shop: Shop) -> None:
    page.goto(shop.set_up(storage="local"))
    shop.wait_for("$pageview")
    page.evaluate("spoor.optOut()")
    other_shop.set_up(storage="local")
    shop.site.head = other_shop.site.head
    page.goto(shop.site.at("/"))
    other_shop.wait_for("$pageview")
