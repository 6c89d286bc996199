"""Rules of what the dashboard's scripts work out before they ask or draw: ranges, addresses, filters, round numbers."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser
Run = Callable[[str, str], Any]
STATIC = Path(__file__).parents[2] / "functions/web/static"
SITE = "http://spoor.test"
PLAIN = "?range=30d&timezone=Asia%2FTehran"  # the browser's own zone


@pytest.fixture(scope="module")
def run(chromium: Browser) -> Iterator[Run]:
    """Run an expression with a source's exports at hand, as `m`."""
    context = chromium.new_context(base_url=SITE, timezone_id="Asia/Tehran", locale="en-GB")

    def serve(route: Route) -> None:
        path = STATIC / route.request.url.removeprefix(f"{SITE}/")
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0])
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    context.route("**", serve)
    page = context.new_page()
    page.goto("/")

    def evaluate(module: str, expression: str) -> Any:
        return page.evaluate(f"async () => {{ const m = await import('/{module}'); return {expression} }}")

    yield evaluate
    context.close()


def range_of(run: Run, question: dict[str, str], now: str) -> tuple[str, str]:
    answer = run("shell/question/range.js", f"m.rangeOf({json.dumps(question)}, new Date({json.dumps(now)}))")
    assert answer["timezone"] == question["timezone"]
    return answer["from"], answer["to"]


@pytest.mark.parametrize(
    ("preset", "timezone", "now", "first", "end"),
    [
        ("7d", "UTC", "2026-03-10T12:00:00Z", "2026-03-04", "2026-03-11"),
        ("30d", "Pacific/Auckland", "2026-03-10T12:00:00Z", "2026-02-10", "2026-03-12"),  # there it is the 11th
        ("30d", "America/Los_Angeles", "2026-03-10T06:00:00Z", "2026-02-08", "2026-03-10"),  # there still the 9th
        ("90d", "Europe/Berlin", "2026-01-01T12:00:00Z", "2025-10-04", "2026-01-02"),
        ("today", "Pacific/Auckland", "2026-03-10T12:00:00Z", "2026-03-11", "2026-03-12"),
        ("yesterday", "UTC", "2026-03-01T12:00:00Z", "2026-02-28", "2026-03-01"),
        ("month", "UTC", "2026-03-10T12:00:00Z", "2026-03-01", "2026-03-11"),
        ("lastMonth", "UTC", "2026-03-31T12:00:00Z", "2026-02-01", "2026-03-01"),
        ("lastMonth", "UTC", "2026-01-05T12:00:00Z", "2025-12-01", "2026-01-01"),
        ("year", "Europe/Berlin", "2026-12-31T23:30:00Z", "2027-01-01", "2027-01-02"),
        ("all", "UTC", "2026-03-10T12:00:00Z", "2000-01-01", "2026-03-11"),
    ],
)
def test_days_are_those_of_the_time_zone_and_end_with_the_last_that_is_meant(
    run: Run, preset: str, timezone: str, now: str, first: str, end: str
) -> None:
    assert range_of(run, {"range": preset, "timezone": timezone}, now) == (first, end)


@pytest.mark.parametrize(
    ("timezone", "end"),
    [("UTC", "13:00"), ("Asia/Tehran", "12:30"), ("Asia/Kathmandu", "12:15"), ("Europe/Berlin", "13:00")],
)
def test_a_day_by_the_hour_ends_with_the_zones_own_hour(run: Run, timezone: str, end: str) -> None:
    found = range_of(run, {"range": "24h", "timezone": timezone}, "2026-03-10T12:10:42Z")
    assert found == (f"2026-03-09T{end}:00.000Z", f"2026-03-10T{end}:00.000Z")


def test_the_last_day_that_is_picked_is_included(run: Run) -> None:
    question = {"range": "custom", "from": "2026-02-27", "to": "2026-02-28", "timezone": "UTC"}
    assert range_of(run, question, "2026-03-10T12:00:00Z") == ("2026-02-27", "2026-03-01")


@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("overview", PLAIN),
        ("overview", "?figure=sessions&devices=browser&range=lastMonth&timezone=UTC&compare=none"),
        ("overview", "?range=7d&timezone=UTC&filter=%5B%22%24pathname%22%2C%22is%22%2C%22%2F%22%5D"),
        (
            "trends",
            "?series=%7B%22event%22%3A%22a+%26+b%22%2C%22measure%22%3A%22visitors%22%7D&by=%24os&range=24h&timezone=UTC",
        ),
        ("trends", "?interval=week&look=bars&from=2026-01-01&to=2026-02-01&timezone=Europe%2FBerlin"),
        (
            "funnels",
            "?step=%7B%22event%22%3A%22%24pageview%22%7D&step=%7B%22event%22%3A%22a%22%7D&window=3600&range=30d&timezone=UTC",
        ),
        ("funnels", "?funnel=5b1f6f0e-3d6a-4c7e-9d0c-0b8f3a1c2d4e&range=30d&timezone=UTC"),
    ],
)
def test_an_address_says_the_whole_question(run: Run, view: str, query: str) -> None:
    words = f"(await import('/views/{view}.js')).words"
    assert run("shell/question/address.js", f"m.write({words}, m.read({words}, {json.dumps(query)}).question)") == query


@pytest.mark.parametrize(
    ("query", "foul"),
    [
        ("", []),
        ("?interval=fortnight&range=1y&timezone=Mars%2FOlympus", ["interval", "range", "timezone"]),
        ("?from=2026-02-01&to=2026-01-01", ["to"]),
        ("?from=yesterday&to=2026-13-45", ["from", "to"]),
        ("?range=constructor&figure=constructor&interval=toString", ["figure", "interval", "range"]),
        ("?range=__proto__&compare=__proto__", ["compare", "range"]),
        ("?range=hasOwnProperty", ["range"]),
        ("?filter=x&filter=%5B%22a%22%2C%22toString%22%2C1%5D", ["filter"]),
        ("?filter=%5B%22a%22%2C%22is%22%2C%7B%7D%5D", ["filter"]),
    ],
)
def test_what_makes_no_sense_in_an_address_is_told_and_counts_as_absent(run: Run, query: str, foul: list[str]) -> None:
    words = "(await import('/views/overview.js')).words"
    found = run("shell/question/address.js", f"m.read({words}, {json.dumps(query)})")
    assert sorted(each["name"] for each in found["foul"]) == foul
    assert run("shell/question/address.js", f"m.write({words}, {json.dumps(found['question'])})") == PLAIN


def test_a_link_of_before_still_leads_to_its_funnel(run: Run) -> None:
    words = "(await import('/views/funnels.js')).words"
    found = run("shell/question/address.js", f"m.read({words}, '?step=visited&step=signed+up&window=3600')")
    assert found["foul"] == []
    assert found["question"]["step"] == [{"event": "visited"}, {"event": "signed up"}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["$pathname", "is", "/"], "Page is /"),
        (["$os", "isNot", ["iOS", "Android"]], "System is not iOS or Android"),
        (["plan", "isNotSet", None], "plan is not set"),
        (["value", "between", [1, 5]], "value is between 1 and 5"),
        (["<b>", "is", ""], "<b> is (empty)"),
    ],
)
def test_a_filter_is_said_in_words(run: Run, words: list[Any], said: str) -> None:
    assert run("shell/question/filters.js", f"m.saidFilter({json.dumps(words)})") == said


@pytest.mark.parametrize(
    ("highest", "more", "marks"),
    [
        (0, {}, [0, 1]),
        (1, {}, [0, 1]),
        (3, {}, [0, 1, 2, 3]),
        (7, {}, [0, 2, 4, 6, 8]),
        (150, {}, [0, 50, 100, 150]),
        (151, {}, [0, 50, 100, 150, 200]),
        (10_000, {}, [0, 5_000, 10_000]),
        (10**12, {}, [0, 5 * 10**11, 10**12]),
        (0.31, {"least": 0.01}, [0, 0.1, 0.2, 0.3, 0.4]),
        (0.02, {"least": 0.01}, [0, 0.01, 0.02]),
        (40, {"lowest": -25}, [-40, -20, 0, 20, 40]),
        (0, {"lowest": -7}, [-8, -6, -4, -2, 0, 2]),
    ],
)
def test_the_axis_has_round_marks_from_the_lowest_to_the_highest_value(
    run: Run, highest: float, more: dict[str, float], marks: list[float]
) -> None:
    assert run("charts/ticks.js", f"m.ticks({highest}, {json.dumps(more)})") == marks


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ("null", "–"),
        ("0", "0 s"),
        ("45", "45 s"),
        ("90", "1.5 min"),
        ("3600", "1 h"),
        ("90000", "1 d"),
        ("864000", "10 d"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(run: Run, seconds: str, said: str) -> None:
    assert run("shell/browser/formats.js", f"m.span({seconds})") == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("null", "–"),
        ("0", "0%"),
        ("1 / 15247", "<0.1%"),
        ("0.0005", "0.1%"),
        ("0.5", "50%"),
        ("0.9995", "100%"),
        ("15246 / 15247", ">99.9%"),
        ("1", "100%"),
    ],
)
def test_few_are_not_said_to_be_nobody_nor_nearly_all_to_be_all(run: Run, share: str, said: str) -> None:
    assert run("shell/browser/formats.js", f"m.percent({share})") == said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Order Completed", "order completed"),
        ("oder completed", "order completed"),
        ("$pagevew", "$pageview"),
        ("xyz", None),
    ],
)
def test_a_name_that_is_nearly_right_is_guessed(run: Run, typed: str, meant: str | None) -> None:
    names = ["order completed", "$pageview", "signed up"]
    assert run("parts/picking/nearest.js", f"m.nearest({json.dumps(typed)}, {json.dumps(names)})") == meant


FORBIDDEN = [403, {"message": "Forbidden"}]
AWAY = [503, {"code": "CALLER_NOT_LOOKED_UP", "message": "Send it again."}]
SIGNED_IN = [200, {"user": {"id": "ann"}}]
APPS = [200, {"apps": []}]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([FORBIDDEN, SIGNED_IN, APPS], {"apps": []}),
        ([FORBIDDEN, SIGNED_IN, FORBIDDEN, SIGNED_IN], "403 REFUSED true"),
        ([AWAY], "503 CALLER_NOT_LOOKED_UP true"),
    ],
    ids=["a refusal that was old", "a refusal", "an outage"],
)
def test_a_refusal_is_asked_once_more_while_the_session_is_good_and_can_be_tried_again(
    run: Run, answers: list[Any], said: Any
) -> None:
    script = f"""await (() => {{
        const answers = {json.dumps(answers)};
        const real = window.fetch;
        window.fetch = async () => {{
            const [status, body] = answers.shift();
            return new Response(JSON.stringify(body), {{ status }});
        }};
        return m.call("GET", "/api/apps")
            .catch((error) => `${{error.status}} ${{error.code}} ${{m.isPassing(error)}}`)
            .finally(() => (window.fetch = real));
    }})()"""
    assert run("shell/asking/api.js", script) == said


def test_however_many_ask_for_the_session_it_is_looked_up_once(run: Run) -> None:
    script = """await (async () => {
        let asked = 0;
        const real = window.fetch;
        window.fetch = async () => (asked++, new Response(JSON.stringify({ user: { id: "ann" } })));
        await Promise.all([m.session(), m.session(), m.session()]);
        window.fetch = real;
        return asked;
    })()"""
    assert run("shell/asking/api.js", script) == 1


def test_what_is_answered_later_is_waited_for(run: Run) -> None:
    later = "new Response('{\"jobId\": \"1\"}', {status: 202, headers: {location: '/api/jobs/1', 'retry-after': '0'}})"
    found = run(
        "shell/asking/api.js",
        f"""(async () => {{
            const before = globalThis.fetch, asked = [];
            globalThis.fetch = async (path, {{ method, body }}) => {{
                asked.push([method, path, body]);
                return asked.length < 3 ? {later} : new Response('{{"entered": 3}}');
            }};
            try {{ return [await m.call("POST", "/api/reports/funnel", {{ steps: [] }}), asked]; }}
            finally {{ globalThis.fetch = before; }}
        }})()""",
    )
    job = ["GET", "/api/jobs/1", None]
    assert found == [{"entered": 3}, [["POST", "/api/reports/funnel", '{"steps":[]}'], job, job]]
