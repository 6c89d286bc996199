"""Rules of the events, the visitors and the data health: what is shown is what is stored, and any text stays text."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import HARD, LONG, Viewer, last_days

pytestmark = pytest.mark.browser


def query(words: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in words.items())


def test_events_come_newest_first_and_older_ones_on_demand(viewer: Viewer) -> None:
    page = viewer.open("events")
    told = viewer.get(f"/events?{query(last_days(30))}&timezone=Asia/Tehran&limit=70")["events"]
    names = page.locator(".events summary strong")
    expect(names).to_have_text([each["name"] for each in told[:50]])
    page.get_by_role("button", name="Older events").click()
    expect(names.nth(60)).to_have_text(told[60]["name"])


def test_an_event_opens_to_all_its_properties_and_leads_to_its_visitor(viewer: Viewer) -> None:
    page = viewer.open("events", "?name=order+completed")
    first = page.locator(".events details").first
    first.locator("summary").click()
    told = viewer.get(f"/events?{query(last_days(30))}&timezone=Asia/Tehran&limit=1&name=order%20completed")["events"][
        0
    ]
    expect(first.locator("dd")).to_have_count(2 + len(told["properties"]))
    first.get_by_role("link", name=told["anonymousId"]).click()
    expect(page.get_by_role("heading", name=told["anonymousId"], level=1)).to_be_visible()


def test_the_catalog_counts_each_name_and_shows_each_property(viewer: Viewer) -> None:
    page = viewer.open("events", "?part=names")
    told = viewer.get(f"/catalog?{query(last_days(30))}&timezone=Asia/Tehran")
    rows = page.get_by_role("group", name="Names of events").locator("tbody tr")
    expect(rows.locator("th")).to_have_text([each["name"] for each in told["events"]])
    expect(rows.locator("td:nth-of-type(1)")).to_have_text([f"{each['count']:,}" for each in told["events"]])
    page.get_by_role("button", name="Properties").click()
    rows = page.get_by_role("group", name="Properties").locator("tbody tr")
    expect(rows.locator("th")).to_have_text([each["name"] for each in told["properties"]])


@pytest.mark.parametrize("name", HARD)
def test_an_event_of_any_name_can_be_looked_at(viewer: Viewer, name: str) -> None:
    page = viewer.open("events", "?part=names")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
    row.get_by_role("link", name="One by one").click()
    expect(page.locator(".events summary strong").first).to_have_text(name)


def test_what_arrives_is_seen_while_one_follows(viewer: Viewer, stack: Stack) -> None:
    page = viewer.open("events")
    page.get_by_role("button", name="Follow live").click()
    name = f"just now {uuid4()}"
    app: Any = viewer.page.context.request.get(f"/api/apps/{viewer.known.other}").json()
    page.goto(f"/dashboard/{viewer.known.other}/events")
    page.get_by_role("button", name="Follow live").click()
    assert send(stack.ingest, app["apiKey"], [{"name": name, "anonymousId": "late"}])[0] == 200
    expect(page.locator(".events summary strong").first).to_have_text(name, timeout=15_000)


def test_the_visitors_of_a_range_are_those_that_a_report_counts(viewer: Viewer) -> None:
    page = viewer.open("visitors")
    trend = viewer.ask("trends", interval="month", series=[{"event": None, "measure": "visitors"}], **last_days(30))
    rows = page.get_by_role("group", name="Visitors").locator("tbody tr")
    expect(rows).to_have_count(trend["series"][0]["total"])
    page.get_by_role("button", name="Event that visitors did").click()
    page.get_by_role("combobox", name="Event").fill("order completed")
    page.get_by_role("combobox", name="Event").press("Enter")
    buyers = [{"event": "order completed", "measure": "visitors"}]
    trend = viewer.ask("trends", interval="month", series=buyers, **last_days(30))
    expect(rows).to_have_count(trend["series"][0]["total"])


def test_whom_a_funnel_lost_can_be_opened_down_to_one_visitor(viewer: Viewer) -> None:
    steps = "&".join(f"step=%7B%22event%22%3A%22{name}%22%7D" for name in ("%24pageview", "signed%20up"))
    page = viewer.open("visitors", f"?{steps}&at=1&outcome=droppedOff")
    funnel = viewer.ask("funnel", steps=[{"event": "$pageview"}, {"event": "signed up"}], **last_days(30))
    rows = page.get_by_role("group", name="Visitors").locator("tbody tr")
    expect(rows).to_have_count(funnel["entered"] - funnel["converted"])
    who = rows.first.locator("th").inner_text()
    rows.first.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(who)
    expect(page.locator(".visit .events summary strong")).not_to_contain_text(["signed up"])


def test_a_visitor_of_any_id_has_a_page_of_their_own(viewer: Viewer) -> None:
    page = viewer.open("visitors", f"?visitor={LONG}")
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    told = viewer.get(f"/visitors?visitorId={LONG}&{query(last_days(30))}&timezone=Asia/Tehran")
    expect(page.locator(".visit .events > li")).to_have_count(len(told["events"]))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_data_health_tells_what_became_of_what_was_sent_and_what_to_do(
    chromium: Browser, viewer: Viewer, stack: Stack
) -> None:
    app = viewer.page.context.request.get(f"/api/apps/{viewer.known.app}").json()
    bad: list[dict[str, Any]] = [{"name": "", "anonymousId": "a", "properties": {"plan": "secret"}}, {"name": "fine"}]
    assert send(stack.ingest, app["apiKey"], bad)[0] == 200
    page = viewer.open("health", "?range=7d")
    told = viewer.get(f"/outcomes?{query(last_days(7))}&timezone=Asia/Tehran")["outcomes"]
    accepted = sum(each["count"] for each in told if each["code"] == "ACCEPTED")
    expect(page.locator(".tile-value").first).to_have_text(f"{accepted:,}")
    row = page.get_by_role("group", name="What was not simply stored").get_by_role("row", name="INVALID_NAME")
    expect(row).to_contain_text("Give the event a name")
    expect(row).to_contain_text("plan")
    assert "secret" not in page.content()
    expect(page).to_have_title(re.compile("Data health"))
