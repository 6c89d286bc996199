"""Rules of page views: one for every page that a visitor sees, loaded or not, and none twice."""

import pytest
from playwright.sync_api import Page

from tests.tracker.conftest import Shop

pytestmark = pytest.mark.browser


def addresses(shop: Shop) -> list[str]:
    """The page views until an event called `end`."""
    events = shop.wait_for("end")
    return [event["properties"]["$current_url"] for event in events if event["name"] == "$pageview"]


def test_a_page_view_tells_the_page_and_where_the_visitor_came_from(page: Page, shop: Shop) -> None:
    first = shop.set_up()
    page.goto(shop.site.at("/plain"))
    page.evaluate("(address) => location.assign(address)", first)
    [event] = shop.wait_for("$pageview")
    assert event["anonymous_id"]
    assert (
        event["properties"].items()
        >= {
            "$current_url": first,
            "$referrer": shop.site.at("/plain"),
            "$title": "/",
            "$browser_language": "en-GB",
            "$screen_width": 1280,
            "$screen_height": 720,
            "$lib": "spoor.js",
        }.items()
    )


def test_every_address_of_a_single_page_app_is_a_view(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    page.evaluate("""() => {
      history.pushState({}, "", "/tea");
      history.pushState({ scroll: 100 }, "", "/tea");
      history.replaceState({ scroll: 200 }, "", "/tea");
      history.replaceState({}, "", "/tea?sort=price");
      history.pushState({}, "", "#reviews");
      history.pushState({}, "", "/old#/cart");
    }""")
    page.evaluate("location.hash = '#/pay'")
    page.go_back()
    page.go_back()
    page.go_back()
    page.evaluate("spoor.track('end')")
    paths = ["/", "/tea", "/tea?sort=price", "/old#/cart", "/old#/pay", "/old#/cart", "/tea?sort=price#reviews"]
    # Several of them fall into one millisecond, and then nothing tells which was first.
    assert sorted(addresses(shop)) == sorted(shop.site.at(path) for path in paths)


def test_in_a_single_page_app_the_former_page_is_the_referrer(page: Page, shop: Shop) -> None:
    first = shop.set_up()
    page.goto(first)
    page.evaluate("history.pushState({}, '', '/tea'); spoor.track('end')")
    for event in shop.wait_for("end")[-2:]:
        assert event["properties"]["$referrer"] == first


def test_a_title_that_a_router_sets_a_moment_later_is_the_pages(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up())
    page.evaluate("""() => {
      history.pushState({}, "", "/tea");
      setTimeout(() => { document.title = "Tea" }, 50);
    }""")
    shop.wait_for("$pageview", "$pageview")
    titles = [event["properties"]["$title"] for event in shop.wait_for("$pageview", "$pageview")]
    assert titles == ["/", "Tea"]


def test_a_page_that_the_browser_brings_back_is_seen_again(page: Page, shop: Shop) -> None:
    first = shop.set_up()
    page.goto(first)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); spoor.track('end')")
    assert addresses(shop) == [first, first]


def test_a_site_may_say_itself_what_a_page_view_is(page: Page, shop: Shop) -> None:
    page.goto(shop.set_up(auto="false"))
    page.evaluate("history.pushState({}, '', '/tea'); spoor.track('$pageview'); spoor.track('end')")
    assert addresses(shop) == [shop.site.at("/tea")]


def test_what_a_page_says_before_the_script_is_there_is_not_lost(page: Page, shop: Shop) -> None:
    first = shop.set_up()
    shop.site.head = (
        "<script>spoor = []; spoor.push(['register', { plan: 'pro' }], ['track', 'end'])</script>" + shop.site.head
    )
    page.goto(first)
    events = shop.wait_for("end", "$pageview")
    assert {event["name"]: event["properties"].get("plan") for event in events} == {"end": "pro", "$pageview": "pro"}


def test_the_module_does_what_the_script_does(page: Page, shop: Shop) -> None:
    module = shop.script.replace(".js", ".mjs")
    shop.site.head = f"""<script type="module">
      import spoor from "{module}";
      spoor.init({{ key: "{shop.key}" }});
      spoor.register({{ plan: "pro" }});
      spoor.track("end", {{ total: 12.5 }});
    </script>"""
    page.goto(shop.site.at("/"))
    events = {event["name"]: event["properties"] for event in shop.wait_for("end", "$pageview")}
    assert events["end"].items() >= {"plan": "pro", "total": 12.5}.items()
    assert events["$pageview"]["plan"] == "pro"
    assert page.evaluate("typeof spoor") == "undefined"


def test_a_mistake_in_a_call_is_told_and_does_not_stop_the_page(page: Page, shop: Shop) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(shop.set_up())
    page.evaluate("""() => {
      const circle = {};
      circle.self = circle;
      spoor.track("broken", { circle });
      spoor.track("end");
    }""")
    assert shop.names("end") == ["$pageview"]
    assert any("circular" in text for text in told)


def test_a_page_that_has_the_script_twice_counts_once(page: Page, shop: Shop) -> None:
    first = shop.set_up()
    shop.site.head *= 2
    page.goto(first)
    page.evaluate("spoor.track('end')")
    assert addresses(shop) == [first]


def test_a_page_prepared_in_advance_is_seen_when_it_is_shown(page: Page, shop: Shop) -> None:
    page.add_init_script("Object.defineProperty(document, 'prerendering', { value: true, configurable: true })")
    first = shop.set_up()
    page.goto(first)
    page.evaluate("spoor.track('before')")
    shop.wait_for("before")
    page.evaluate("""() => {
      delete document.prerendering;
      Object.defineProperty(document, "prerendering", { value: false });
      document.dispatchEvent(new Event("prerenderingchange"));
      spoor.track("end");
    }""")
    names = [event["name"] for event in shop.wait_for("end", "$pageview")]
    assert (names[0], sorted(names[1:])) == ("before", ["$pageview", "end"])


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_the_host_may_end_with_slashes(page: Page, shop: Shop, slashes: str) -> None:
    page.goto(shop.set_up(host=shop.ingest + slashes))
    shop.wait_for("$pageview")


def test_a_host_that_is_none_is_told_and_nothing_is_sent(page: Page, shop: Shop) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shop.set_up(host="stats"))
    page.evaluate("spoor.track('end')")
    page.goto(shop.site.at("/plain"))
    assert any("Invalid base URL" in text for text in told)
    assert asked == [shop.site.at("/"), shop.script, shop.site.at("/plain")]
