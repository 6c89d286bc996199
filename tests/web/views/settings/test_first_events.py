"""Rules of the first day, and of trackers that keep nothing: it is said what arrived, and when days are counted."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import Known, Viewer, last_days, somebody

pytestmark = pytest.mark.browser


def new_app(viewer: Viewer, stack: Stack) -> dict[str, Any]:
    """Another app of theirs, without any event."""
    made = viewer.page.context.request.post("/api/apps", data={"name": "New"}, headers={"origin": stack.url})
    assert made.ok
    return dict(made.json())


@pytest.fixture(scope="module")
def who(stack: Stack) -> Known:
    return somebody(stack)


def test_the_overview_comes_by_itself_and_says_what_arrived_and_what_to_do_next(
    open_viewer: Callable[..., Viewer], stack: Stack, who: Known
) -> None:
    viewer = open_viewer(who)
    app = new_app(viewer, stack)
    page = viewer.page
    page.goto(f"/dashboard/{app['id']}")
    expect(page.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)
    assert send(stack.ingest, app["apiKey"], [{"name": "<b>signed up</b>", "anonymousId": "v"}])[0] == 200
    told = page.get_by_role("region", name="It works: your first event is here")
    expect(told.get_by_role("status")).to_contain_text("<b>signed up</b> arrived", timeout=60_000)
    tile = page.get_by_role("button", name=re.compile("^Visitors"))
    expect(tile.locator(".tile-value")).to_have_text("1", timeout=60_000)
    told.get_by_role("link", name="See all that it brought along").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events")
    expect(page.locator(".events > li")).to_have_count(1)


def test_the_wait_goes_on_where_the_first_look_failed(
    open_viewer: Callable[..., Viewer], stack: Stack, who: Known
) -> None:
    viewer = open_viewer(who)
    app = new_app(viewer, stack)
    page = viewer.page
    asked: list[str] = []

    def refuse_looks(route: Any) -> None:
        asked.append(route.request.post_data)
        is_look = '"any"' not in asked[-1] and '"month"' in asked[-1] and len(asked) < 4
        route.abort() if is_look else route.continue_()

    page.route("**/reports", refuse_looks)
    page.goto(f"/dashboard/{app['id']}")
    expect(page.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("view", ["overview", "trends", "funnels", "retention", "sessions", "stickiness", "visitors"])
def test_a_view_says_when_it_counts_days_instead_of_people(
    open_viewer: Callable[..., Viewer], stack: Stack, who: Known, view: str
) -> None:
    viewer = open_viewer(who)
    apps = viewer.page.context.request.get("/api/apps").json()["apps"]
    key = next(each["apiKey"] for each in apps if each["id"] == who.app)
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    of_day = {"name": "$pageview", "id": "day", "occurredAt": at, "anonymousId": "$visitor_of_day"}
    assert send(stack.ingest, key, [of_day])[0] == 200
    series = "?series=%7B%22event%22%3Anull%2C%22measure%22%3A%22visitors%22%7D"
    steps = "?step=%7B%22event%22%3A%22%24pageview%22%7D"
    page = viewer.open(view, {"trends": series, "funnels": steps}.get(view, ""))
    days = [{"property": "$visitor_of_day", "operator": "is", "value": True}]
    asked = [{"event": None, "measure": "visitors", "filters": days}, {"event": None, "measure": "visitors"}]
    told = viewer.ask("trends", interval="month", series=asked, **last_days(30))["series"]
    note = page.get_by_role("note")
    expect(note).to_contain_text(
        f"{told[0]['total']} of {told[1]['total']} visitors are days, not people", timeout=30_000
    )
    note.get_by_role("button", name="Leave them out").click()
    viewer.settle()
    expect(note).to_have_count(0)
    expect(page.get_by_role("group", name="Filters")).to_contain_text("$visitor_of_day is not set")


def test_nothing_is_said_where_nobody_is_counted_by_the_day_or_of_a_single_day(
    open_viewer: Callable[..., Viewer], who: Known
) -> None:
    viewer = open_viewer(who)
    for query, app in (("?range=today", who.app), ("", who.other)):
        page = viewer.open("overview", query, app)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("note")).to_have_count(0)
