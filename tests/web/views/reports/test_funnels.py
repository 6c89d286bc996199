"""Rules of the funnels: each number is the API's, and a funnel that was saved is changed, not doubled."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.web.views.conftest import Viewer, last_days

pytestmark = pytest.mark.browser
STEPS = [{"event": "$pageview"}, {"event": "signed up"}, {"event": "order completed"}]
QUERY = "?" + "&".join(f"step={quote(json.dumps(step))}" for step in STEPS)


def test_the_bars_are_what_the_api_answers(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUERY)
    told = viewer.ask("funnel", steps=STEPS, **last_days(30))
    rows = page.locator("#funnel-result li")
    expect(rows).to_have_count(3)
    for row, step in enumerate(told["steps"]):
        expect(rows.nth(row).locator(".visitors")).to_contain_text(str(step["visitors"]))
    expect(page.locator("#funnel-result .big")).to_have_text(
        f"{round(told['converted'] / told['entered'] * 100, 1):g}%"
    )


def test_steps_are_moved_by_keys_and_nothing_is_asked_before_it_is_run(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUERY)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/reports" in request.url else None)
    page.get_by_role("button", name="Move up").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Event of step 1: signed up")).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Run").click()
    steps = [STEPS[1], STEPS[0], STEPS[2]]
    told = viewer.ask("funnel", steps=steps, **last_days(30))
    expect(page.locator("#funnel-result li").nth(0).locator(".visitors")).to_contain_text(str(told["entered"]))


def test_a_breakdown_is_what_the_api_answers_and_a_click_filters(viewer: Viewer) -> None:
    page = viewer.open("funnels", f"{QUERY}&by=%24os")
    told = viewer.ask("funnel", steps=STEPS, breakdown={"property": "$os", "limit": 10}, **last_days(30))["breakdown"]
    rows = page.get_by_role("group", name="By System").locator("tbody tr")
    expect(rows.locator("th")).to_have_text([each["value"] for each in told])
    expect(rows.locator("td:nth-of-type(1)")).to_have_text([str(each["steps"][0]["visitors"]) for each in told])
    rows.nth(0).get_by_role("button").click()
    expect(page.get_by_role("group", name="Filters")).to_contain_text(f"System is {told[0]['value']}")


def test_a_step_takes_conditions_and_what_lies_between_shuts_out(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUERY)
    page.get_by_role("button", name="Only where, of step 1").click()
    page.get_by_role("combobox", name="Property").fill("System")
    page.get_by_role("combobox", name="Property").press("Enter")
    page.get_by_role("option", name="iOS").click()
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("button", name="Run").click()
    steps = [{**STEPS[0], "filters": [{"property": "$os", "operator": "is", "value": "iOS"}]}, *STEPS[1:]]
    told = viewer.ask("funnel", steps=steps, **last_days(30))
    first, last = page.locator("#funnel-result .visitors").first, page.locator("#funnel-result .visitors").last
    expect(first).to_contain_text(str(told["entered"]))
    page.get_by_role("button", name="Leave out who did in between").click()
    page.get_by_role("combobox", name="Event").fill("signed up")
    page.get_by_role("combobox", name="Event").press("Enter")
    page.get_by_role("button", name="Run").click()
    without = [{"event": "signed up", "fromStep": 1, "toStep": 3}]
    told = viewer.ask("funnel", steps=steps, exclusions=without, **last_days(30))
    expect(last).to_contain_text(str(told["converted"]))
    page.reload()
    expect(first).to_contain_text(str(told["entered"]))


def test_conversion_is_shown_over_time_by_when_visitors_entered(viewer: Viewer) -> None:
    page = viewer.open("funnels", f"{QUERY}&range=7d")
    told = viewer.ask("funnel", steps=STEPS, interval="day", **last_days(7))["overTime"]
    chart = page.get_by_role("img", name="Conversion. The arrow keys read")
    chart.press("Home")
    rates = [each["converted"] / each["entered"] if each["entered"] else None for each in told]
    said = "–" if rates[0] is None else f"{round(rates[0] * 100, 1):g}%"
    expect(page.locator(".tip strong")).to_have_text(said)


def test_who_was_lost_before_a_step_is_one_click_away(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUERY)
    told = viewer.ask("funnel", steps=STEPS, **last_days(30))["steps"]
    lost = told[0]["visitors"] - told[1]["visitors"]
    page.get_by_role("link", name=f"{lost} dropped off").click()
    expect(page).to_have_url(re.compile("/visitors"))
    viewer.settle()
    expect(page.locator("main tbody tr")).to_have_count(lost)


def test_how_long_it_took_is_shown_when_it_is_asked_for(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUERY)
    told = viewer.ask("funnel", steps=STEPS, timeToConvert=True, **last_days(30))["timeToConvert"]["whole"]
    page.get_by_role("button", name="Show how long it took").click()
    expect(page).to_have_url(re.compile("times=yes"))
    bins = [each["visitors"] for each in told["bins"]]
    first, last = (
        next(place for place in order if bins[place]) for order in (range(len(bins)), range(len(bins))[::-1])
    )
    expect(page.locator("#funnel-result .bars strong")).to_have_text([str(each) for each in bins[first : last + 1]])
    expect(page.locator("#funnel-result .figures .big").nth(1)).to_have_text(f"{told['median'] / 60:g} min")


@pytest.mark.parametrize(
    ("visitor", "question", "title", "said"),
    [
        (1, "", "Why they count as converted", ["entered", "1 min after the step before", "1 min after"]),
        (3, "", "Why they are counted up to step 2 of 3", ["entered", "1 min after", r"never did it in this range"]),
        (
            1,
            "&filter=%5B%22%24os%22%2C%22is%22%2C%22iOS%22%5D",
            "Why they are not counted",
            [r"did it \d+ times? in this range, but never where the filters of this view hold: System is iOS"],
        ),
        (
            1,
            "&step=%7B%22event%22%3A%22%24pageview%22%7D&window=120",
            "Why they are counted up to step 3 of 4",
            ["entered", "after", "after", r"did it 2 times in this range, but not after .* within 2 min of the first"],
        ),
    ],
)
def test_a_visitor_says_how_far_they_are_counted_and_what_is_missing(
    viewer: Viewer, visitor: int, question: str, title: str, said: list[str]
) -> None:
    page = viewer.open("visitors", f"{QUERY}&at=1&visitor=visitor-{visitor}{question}")
    panel = page.get_by_role("region", name=title, exact=True)
    for place, words in enumerate(said):
        expect(panel.locator(".reached li").nth(place)).to_contain_text(re.compile(words))
