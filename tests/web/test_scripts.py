"""Rules of what the dashboard's scripts work out before they ask or draw: ranges, addresses, round numbers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from web import joined

pytestmark = pytest.mark.browser
Run = Callable[[str, str, str], Any]


@pytest.fixture
def run(context: BrowserContext) -> Run:
    """Run an expression with a module's exports at hand."""
    page = context.new_page()

    def evaluate(module: str, exports: str, expression: str) -> Any:
        scope = module.removesuffix(".js").replace("-", "_")
        return page.evaluate(f"() => {{ {joined.script(module)} const {exports} = ${scope}; return {expression} }}")

    return evaluate


def range_of(run: Run, question: dict[str, str], now: str) -> tuple[str, str]:
    answer = run("range.js", "{ rangeOf }", f"rangeOf({json.dumps(question)}, new Date({json.dumps(now)}))")
    assert answer["timezone"] == question["timezone"]
    return answer["from"], answer["to"]


@pytest.mark.parametrize(
    ("preset", "timezone", "now", "first", "end"),
    [
        ("7d", "UTC", "2026-03-10T12:00:00Z", "2026-03-04", "2026-03-11"),
        ("30d", "Pacific/Auckland", "2026-03-10T12:00:00Z", "2026-02-10", "2026-03-12"),  # there it is the 11th
        ("30d", "America/Los_Angeles", "2026-03-10T06:00:00Z", "2026-02-08", "2026-03-10"),  # there still the 9th
        ("90d", "Europe/Berlin", "2026-01-01T12:00:00Z", "2025-10-04", "2026-01-02"),
    ],
)
def test_days_are_those_of_the_time_zone_and_end_with_today(
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
    "query",
    [
        "?interval=day&range=30d&timezone=Asia%2FTehran",
        "?event=order+completed&measure=visitors&interval=hour&range=24h&timezone=UTC",
        "?interval=week&from=2026-01-01&to=2026-02-01&timezone=Europe%2FBerlin&step=%24pageview&step=a%26b&window=3600",
        "?interval=day&range=30d&timezone=UTC&funnel=5b1f6f0e-3d6a-4c7e-9d0c-0b8f3a1c2d4e",
    ],
)
def test_an_address_says_the_whole_question(run: Run, query: str) -> None:
    assert run("address.js", "{ read, write }", f"write(read({json.dumps(query)}))") == query


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?measure=money&interval=fortnight&range=1y&timezone=Mars%2FOlympus&window=-1",
        "?from=2026-02-01&to=2026-01-01",
        "?from=yesterday&to=2026-13-45&window=week&step=&event=",
        "?range=constructor&measure=constructor&interval=toString",
        "?range=__proto__",
        "?range=hasOwnProperty",
    ],
)
def test_what_makes_no_sense_in_an_address_is_the_usual_question(run: Run, query: str) -> None:
    plain = "?interval=day&range=30d&timezone=Asia%2FTehran"  # the browser's own zone
    assert run("address.js", "{ read, write }", f"write(read({json.dumps(query)}))") == plain


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (150, [0, 50, 100, 150]),
        (151, [0, 50, 100, 150, 200]),
        (10_000, [0, 5_000, 10_000]),
    ],
)
def test_the_axis_has_round_whole_marks_up_to_the_highest_value(run: Run, highest: int, marks: list[int]) -> None:
    assert run("chart.js", "{ ticks }", f"ticks({highest})") == marks


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
    assert run("format.js", "{ span }", f"span({seconds})") == said


FORBIDDEN = [403, {"message": "Forbidden"}]
AWAY = [503, {"code": "CALLER_NOT_LOOKED_UP", "message": "Send it again."}]
SIGNED_IN = [200, {"user": {"id": "ann"}}]
APPS = [200, {"apps": []}]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([FORBIDDEN, SIGNED_IN, APPS], {"apps": []}),
        ([FORBIDDEN, SIGNED_IN, FORBIDDEN, SIGNED_IN], "403 HTTP_403"),
        ([AWAY], "503 CALLER_NOT_LOOKED_UP"),
    ],
    ids=["a refusal that was old", "a refusal", "an outage"],
)
def test_a_refusal_is_asked_once_more_while_the_session_is_good_and_an_outage_is_told_as_one(
    run: Run, answers: list[Any], said: Any
) -> None:
    script = f"""(() => {{
        const answers = {json.dumps(answers)};
        window.fetch = async () => {{
            const [status, body] = answers.shift();
            return new Response(JSON.stringify(body), {{ status }});
        }};
        return call("GET", "/api/apps").catch((error) => `${{error.status}} ${{error.code}}`);
    }})()"""
    assert run("api.js", "{ call }", script) == said
