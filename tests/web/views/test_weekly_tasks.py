"""What a product manager asks every week: each in at most five clicks from the Overview, by the numbers of the API.

Every walk is walked in two apps of two accounts, which hold different numbers.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stack import Stack
from tests.web.shop import send
from tests.web.views.conftest import Known, Viewer, last_days, somebody

pytestmark = pytest.mark.browser
MOST_CLICKS = 5
STEPS = [{"event": "$pageview"}, {"event": "signed up"}, {"event": "order completed"}]
WINDOW = 86_400
SERIES = [{"event": None, "measure": "total"}]
COUNTS = "tbody tr td:nth-of-type(1)"


class Walk:
    """A reader on their way through one app: what they click is counted."""

    def __init__(self, viewer: Viewer, app: str) -> None:
        self.viewer, self.page, self.app = viewer, viewer.page, app
        self.clicks = 0

    def click(self, what: Locator) -> None:
        what.click()
        self._went()

    def choose(self, what: Locator, **option: Any) -> None:
        """One of a list: a click."""
        what.select_option(**option)
        self._went()

    def take(self, what: str, typed: str) -> None:
        """One of what a picker offers, by typing its name and Enter: as dear as a click."""
        self.page.get_by_role("combobox", name=what).fill(typed)
        self.page.get_by_role("combobox", name=what).press("Enter")
        self._went()

    def to(self, view: str) -> None:
        self.click(self.page.get_by_role("navigation", name="Views").get_by_role("link", name=view, exact=True))

    def panel(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title, exact=True)

    def ask(self, report: str, **question: Any) -> Any:
        return self.viewer.ask(report, **{**last_days(30), **question})

    def _went(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS, "too many clicks"
        self.viewer.settle()


@pytest.fixture(scope="module")
def ann(stack: Stack) -> Known:
    """Somebody whose apps no other file has been at: which funnel is the newest decides what a walk comes upon."""
    return somebody(stack)


@pytest.fixture(scope="module")
def ben(stack: Stack) -> Known:
    """Somebody else, with the same kinds of apps."""
    return somebody(stack)


@pytest.fixture(params=["Ann's larger app", "Ben's smaller one"])
def walk(request: pytest.FixtureRequest, open_viewer: Callable[..., Viewer], ann: Known, ben: Known) -> Iterator[Walk]:
    who, app = (ann, ann.app) if request.param.startswith("Ann") else (ben, ben.other)
    viewer = open_viewer(replace(who, app=app), viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    viewer.page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    viewer.page.on("pageerror", lambda error: complaints.append(str(error)))
    viewer.open("overview")
    yield Walk(viewer, app)
    assert complaints == []


def saved_funnel(walk: Walk) -> str:
    """The funnel that somebody kept in some week before."""
    path = f"/api/apps/{walk.app}/funnels"
    if not walk.viewer.get("/funnels")["funnels"]:
        body = {"name": "Checkout", "steps": STEPS, "conversionWindowSeconds": WINDOW}
        assert walk.page.context.request.post(path, data=body, headers={"origin": origin(walk.page)}).ok
    return "Checkout"


def origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def cohort_called(walk: Walk, name: str) -> str:
    """The id of the only one of this name."""
    [cohort] = [each for each in walk.viewer.get("/cohorts")["cohorts"] if each["name"] == name]
    return str(cohort["id"])


def percent(share: float) -> str:
    return f"{round(share * 100, 1):g}%"


def test_how_many_came_over_time(walk: Walk) -> None:
    told = walk.ask("overview", interval="day", lists=[])
    visitors = walk.page.get_by_role("button", name=re.compile("^Visitors"))
    expect(visitors.locator(".tile-value")).to_have_text(str(told["totals"]["visitors"]))
    walk.click(walk.page.get_by_role("button", name=re.compile("^Events")))
    walk.click(walk.page.get_by_text("The numbers as a table"))
    values = next(each["values"] for each in told["series"] if each["measure"] == "events")
    expect(walk.page.get_by_role("group", name="Events").locator(COUNTS)).to_have_text([str(one) for one in values])


def test_which_step_loses_people(walk: Walk) -> None:
    saved_funnel(walk)
    walk.to("Funnels")
    told = walk.ask("funnel", steps=STEPS, conversionWindowSeconds=WINDOW)["steps"]
    rows = walk.page.locator("#funnel-result li")
    for row, (step, before) in enumerate(zip(told[1:], told, strict=False), 1):
        lost = before["visitors"] - step["visitors"]
        expect(rows.nth(row).locator(".visitors")).to_contain_text(str(step["visitors"]))
        expect(rows.nth(row).locator(".between")).to_contain_text(f"{lost} dropped off")


def test_who_dropped_off_down_to_one_of_them(walk: Walk) -> None:
    saved_funnel(walk)
    walk.to("Funnels")
    asked = {"steps": STEPS, "conversionWindowSeconds": WINDOW, "step": 1, "outcome": "droppedOff"}
    told = walk.ask("funnel/visitors", **asked)["visitors"]
    walk.click(walk.page.get_by_role("link", name=f"{len(told)} dropped off").first)
    expect(walk.page.locator("main tbody th")).to_have_text([each["visitorId"] for each in told])
    walk.click(walk.page.locator("main tbody th button").last)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(told[-1]["visitorId"])


def test_where_those_went_instead_who_dropped_off(walk: Walk) -> None:
    saved_funnel(walk)
    walk.to("Funnels")
    walk.click(walk.page.get_by_role("button", name="where they went instead").first)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Paths")
    expect(walk.page.get_by_role("group", name="Filters")).to_contain_text("is Dropped off after $pageview")
    cohort = cohort_called(walk, "Dropped off after $pageview")
    asked = {"steps": STEPS, "conversionWindowSeconds": WINDOW, "step": 1, "outcome": "droppedOff"}
    lost = walk.ask("funnel/visitors", **asked)["visitors"]
    assert walk.viewer.get(f"/cohorts/{cohort}/size") == {"visitors": len(lost)}
    only = [{"property": "$cohort", "operator": "is", "value": cohort}]
    told = walk.ask("paths", filters=only, startEvent="$pageview", depth=5, limit=12)
    nodes = walk.page.locator("svg.sankey g.node .figure")
    if told["links"]:
        expect(nodes).to_have_text([str(node["visitors"]) for node in told["nodes"]])
    else:
        expect(walk.page.get_by_text("Nothing follows")).to_be_visible()
    # The same question makes no second cohort.
    walk.page.go_back()
    walk.click(walk.page.get_by_role("button", name="where they went instead").first)
    expect(walk.page).to_have_url(re.compile(cohort))


@pytest.mark.parametrize(("tab", "of"), [("Page", "event"), ("Entry", "session"), ("Exit", "sessionEnd")])
def test_the_top_pages_and_where_visits_begin_and_end(walk: Walk, tab: str, of: str) -> None:
    walk.click(walk.panel("Pages").get_by_role("button", name=tab, exact=True))
    lists = [{"property": "$pathname", "of": of, "limit": 8, "measure": "visitors"}]
    told = walk.ask("overview", interval="day", lists=lists)["lists"][0]["rows"]
    expect(walk.panel("Pages").locator(".figure strong")).to_have_text([str(row["visitors"]) for row in told])
    expect(walk.panel("Pages").locator(".bar-row .name").first).to_have_text(str(told[0]["value"]))


def test_where_visitors_come_from(walk: Walk) -> None:
    walk.click(walk.panel("Sources").get_by_role("button", name="Source", exact=True))
    lists = [{"property": "$source", "of": "session", "limit": 8, "measure": "visitors"}]
    told = walk.ask("overview", interval="day", lists=lists)["lists"][0]["rows"]
    expect(walk.panel("Sources").locator(".figure strong")).to_have_text([str(row["visitors"]) for row in told])


def mean_of(cohorts: list[dict[str, Any]], period: int) -> str:
    over = [each for each in cohorts if each["values"][period] is not None]
    size = sum(each["size"] for each in over)
    return percent(sum(each["values"][period] for each in over) / size) if size else "–"


def test_whether_retention_is_better_for_those_who_did_something(walk: Walk) -> None:
    walk.to("Retention")
    walk.click(walk.page.get_by_role("button", name="Told apart by who did"))
    walk.take("Event", "signed up")
    rows = walk.panel("Did signed up, and all others").locator("tbody tr")
    expect(rows).to_have_count(2)
    cohort = cohort_called(walk, "Did signed up")
    for row, operator in enumerate(("is", "isNot")):
        only = [{"property": "$cohort", "operator": operator, "value": cohort}]
        told = walk.ask("retention", interval="week", periods=8, cohort="first", counting="on", filters=only)["cohorts"]
        expect(rows.nth(row).locator("td").first).to_have_text(str(sum(each["size"] for each in told)))
        expect(rows.nth(row).locator("td").nth(1)).to_have_text(mean_of(told, 1))


def test_how_it_compares_with_what_was_before(walk: Walk) -> None:
    walk.click(walk.page.get_by_role("button", name="Range: Last 30 days"))
    walk.click(walk.page.get_by_role("button", name="Last 7 days"))
    tile = walk.page.get_by_role("button", name=re.compile("^Events")).locator(".tile-change")
    told = walk.viewer.ask("overview", interval="day", lists=[], compare="previous", **last_days(7))
    before = told["previous"]["totals"]["events"]
    assert before
    expect(tile).to_contain_text(f"was {before}")
    walk.choose(walk.page.get_by_label("Compare with"), value="previousMonth")
    told = walk.viewer.ask("overview", interval="day", lists=[], compare="previousMonth", **last_days(7))
    assert told["previous"]["totals"]["events"] == 0
    expect(tile).not_to_contain_text("was")


def test_the_same_for_phones_alone(walk: Walk) -> None:
    walk.click(walk.panel("Devices").get_by_role("button", name=re.compile("^Mobile")))
    only = [{"property": "$device_type", "operator": "is", "value": "Mobile"}]
    told = walk.ask("overview", interval="day", lists=[], filters=only)["totals"]
    expect(walk.page.get_by_role("group", name="Filters")).to_contain_text("Device is Mobile")
    tile = walk.page.get_by_role("button", name=re.compile("^Visitors"))
    expect(tile.locator(".tile-value")).to_have_text(str(told["visitors"]))


def test_what_one_visitor_did(walk: Walk) -> None:
    walk.to("Visitors")
    told = walk.ask("funnel/visitors", steps=[{"event": None}], step=1, outcome="reached", limit=100)["visitors"]
    expect(walk.page.locator("main tbody th")).to_have_text([each["visitorId"] for each in told])
    walk.click(walk.page.locator("main tbody th button").first)
    query = {**last_days(30), "timezone": "Asia/Tehran", "visitorId": told[0]["visitorId"], "limit": "100"}
    answer = walk.page.context.request.get(f"/api/apps/{walk.app}/visitors", params=query).json()
    expect(walk.page.locator(".visit .events > li summary strong")).to_have_text(
        [each["name"] for each in answer["events"]]
    )


def test_who_is_there_now(walk: Walk, stack: Stack) -> None:
    apps = walk.page.context.request.get("/api/apps").json()["apps"]
    key = next(each["apiKey"] for each in apps if each["id"] == walk.app)
    now = datetime.now(UTC).isoformat()
    assert send(stack.ingest, key, [{"name": "$pageview", "id": f"now {now}", "anonymousId": "visitor-3"}])[0] == 200
    walk.click(walk.page.get_by_role("button", name="Refresh"))
    told = walk.viewer.get("/live")["visitors"]
    assert told
    expect(walk.page.locator(".live strong")).to_have_text(str(told))


def test_a_board_of_charts_stands_there_for_every_morning(walk: Walk) -> None:
    saved_funnel(walk)
    for board in walk.viewer.get("/dashboards")["dashboards"]:
        walk.page.context.request.delete(
            f"/api/apps/{walk.app}/dashboards/{board['id']}", headers={"origin": origin(walk.page)}
        )
    walk.to("Boards")
    walk.click(walk.page.get_by_role("button", name="Begin with six charts"))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Every morning", timeout=30_000)
    walk.viewer.settle()
    tile = walk.page.locator(".placed")
    expect(tile).to_have_count(6)
    told = walk.ask("overview", interval="day", lists=[])["totals"]
    expect(tile.filter(has_text="At a glance").locator(".tile-value").first).to_have_text(str(told["visitors"]))
    for name, property_, of in (("Top pages", "$pathname", "event"), ("Devices", "$device_type", "event")):
        lists = [{"property": property_, "of": of, "limit": 8, "measure": "visitors"}]
        rows = walk.ask("overview", interval="day", lists=lists)["lists"][0]["rows"][:8]
        expect(tile.filter(has_text=name).locator(".bars strong")).to_have_text([str(row["visitors"]) for row in rows])
    steps = walk.ask("funnel", steps=STEPS, conversionWindowSeconds=WINDOW)["steps"]
    expect(tile.filter(has_text="Checkout").locator(".visitors")).to_have_text(
        [re.compile(f"^{step['visitors']} visitors") for step in steps]
    )
    # What it begins with can be gone into.
    walk.click(tile.filter(has_text="Checkout").get_by_role("link", name="Checkout"))
    expect(walk.page.locator("#funnel-result li .visitors").first).to_contain_text(str(steps[0]["visitors"]))


def test_a_chart_goes_onto_a_board(walk: Walk) -> None:
    walk.to("Trends")
    told = walk.ask("trends", interval="day", series=SERIES)["series"][0]["total"]
    walk.click(walk.page.get_by_role("button", name=re.compile("^Take Any event: total along")))
    walk.click(walk.page.get_by_role("button", name="Add to a board"))
    dialog = walk.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Add it")).to_have_attribute("aria-disabled", "false")
    if dialog.get_by_label("Name of the new board").is_visible():
        dialog.get_by_label("Name of the new board").fill("Monday")
    walk.click(dialog.get_by_role("button", name="Add it"))
    walk.click(walk.page.get_by_role("link", name="Open the board"))
    expect(walk.page.locator(".board .big").last).to_have_text(str(told))


def test_the_numbers_as_csv(walk: Walk) -> None:
    walk.to("Trends")
    walk.click(walk.page.get_by_role("button", name=re.compile("^Take Any event: total along")))
    with walk.page.expect_download() as saved:
        walk.click(walk.page.get_by_role("button", name="Save as CSV"))
    _, *rows, whole = csv.reader(io.StringIO(saved.value.path().read_text(encoding="utf-8-sig")))
    told = walk.ask("trends", interval="day", series=SERIES)["series"][0]
    assert [row[1] for row in rows] == [str(value) for value in told["values"]]
    assert whole[1] == str(told["total"])


def test_a_link_shows_the_same_to_whoever_has_access_and_nothing_to_others(
    walk: Walk, open_viewer: Callable[..., Viewer], ann: Known, ben: Known
) -> None:
    walk.click(walk.panel("Devices").get_by_role("button", name=re.compile("^Mobile")))
    link = walk.page.url
    seen = walk.page.locator(".tile-value").all_inner_texts()
    own, other = (ann, ben) if walk.app == ann.app else (ben, ann)
    colleague = open_viewer(own)
    colleague.page.goto(link)
    colleague.settle()
    expect(colleague.page.locator(".tile-value")).to_have_text(seen)
    stranger = open_viewer(other)
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("heading", name="This app is not there")).to_be_visible(timeout=30_000)
