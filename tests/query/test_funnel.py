"""The funnel says what trying everything says: ties, repeats, windows at their edge, merged visitors."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.reports.funnel.attempt import furthest_attempt
from tests.oracles import funnel as oracle
from tests.oracles.funnel import Seen
from tests.people import Direct, happen
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LINKS = {"d1": "ann", "d2": "ann"}


def test_visitors_drop_off_step_by_step(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "d3", after(0)),
            ("cart", "d3", after(60)),
            ("buy", "d3", after(100)),
            ("open", "d4", after(0)),
            ("cart", "d4", after(30)),
            ("open", "d5", after(0)),
            ("buy", "d5", after(10)),
            ("open", None, after(0)),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "cart", "buy"]))
    assert reply.json == {
        "steps": [
            {
                "event": "open",
                "label": "open",
                "visitors": 3,
                "conversionFromStart": 1.0,
                "conversionFromPrevious": 1.0,
                "medianSecondsFromPrevious": None,
            },
            {
                "event": "cart",
                "label": "cart",
                "visitors": 2,
                "conversionFromStart": 2 / 3,
                "conversionFromPrevious": 2 / 3,
                "medianSecondsFromPrevious": 45.0,
            },
            {
                "event": "buy",
                "label": "buy",
                "visitors": 1,
                "conversionFromStart": 1 / 3,
                "conversionFromPrevious": 0.5,
                "medianSecondsFromPrevious": 40.0,
            },
        ],
        "entered": 3,
        "converted": 1,
    }


def test_the_window_is_inclusive_and_counts_from_the_first_step(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "in", after(0)),
            ("cart", "in", after(60)),
            ("buy", "in", after(100)),
            ("open", "out", after(0)),
            ("cart", "out", after(60)),
            ("buy", "out", after(101)),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "cart", "buy"], window=100))
    assert [step["visitors"] for step in reply.json["steps"]] == [2, 2, 1]


def test_a_later_step_may_fall_after_the_range_and_the_first_may_not(database: Direct, shop: str, ask: Ask) -> None:
    end = START + timedelta(days=1)
    happen(
        database,
        shop,
        [
            ("open", "late", end - SECOND),
            ("buy", "late", end + 50 * SECOND),
            ("open", "too late", end),
            ("buy", "too late", end + SECOND),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "buy"], window=100))
    assert [step["visitors"] for step in reply.json["steps"]] == [1, 1]


def test_a_repeated_step_needs_a_second_event(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "once", after(0)), ("open", "twice", after(0)), ("open", "twice", after(0))])
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "open"]))
    assert [step["visitors"] for step in reply.json["steps"]] == [2, 1]


def test_steps_taken_on_two_devices_of_one_visitor_make_one_conversion(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", after(0)), ("buy", "ann", after(5))])
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "buy"]))
    assert (reply.json["entered"], reply.json["converted"]) == (1, 1)


def test_one_visitor_with_very_many_events_is_answered_in_one_pass() -> None:
    """A hundred thousand events and ties among them: anything quadratic would not come back within the time-out."""
    times = [at // 50 for at in range(100_000)]
    masks = [1 << at % 7 & 0b111 for at in range(100_000)]
    assert furthest_attempt(times, masks, 3, 10**9, 10**9) is not None


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["d1", "d2", "d3", None]), st.integers(-2, 12)), max_size=9
    ),
    steps=st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=4),
    window=st.integers(1, 10),
    length=st.integers(1, 10),
)
@example([("a", "d1", 0), ("b", "d1", 0), ("a", "d1", 0)], ["a", None, "a"], 5, 5)
@example([("a", "d3", 0), ("b", "d3", 0), ("b", "d3", 1)], [None, "a", "b"], 5, 5)
def test_a_funnel_is_what_trying_everything_says(
    database: Direct,
    shop: str,
    ask: Ask,
    drawn: list[tuple[str, str | None, int]],
    steps: list[str | None],
    window: int,
    length: int,
) -> None:
    happened = [(name, device, after(second)) for name, device, second in drawn]
    database.execute("TRUNCATE events, identities")
    happen(database, shop, happened)
    for device, person in LINKS.items():
        database.execute("INSERT INTO identities VALUES (%s, %s, %s)", [shop, device, person])
    reply = ask(
        "POST",
        f"/api/apps/{shop}/reports/funnel",
        {
            "from": START.isoformat(),
            "to": after(length).isoformat(),
            "conversionWindowSeconds": window,
            "steps": [{"event": name} for name in steps],
        },
    )
    seen = [Seen(name, LINKS.get(device or "", device), at) for name, device, at in happened]
    best = oracle.best_attempts(seen, steps, START, after(length), window * SECOND)
    for at, step in enumerate(reply.json["steps"]):
        reached = [times for times in best if len(times) > at]
        assert step["visitors"] == len(reached)
        took = [(times[at] - times[at - 1]).total_seconds() for times in reached if at]
        assert step["medianSecondsFromPrevious"] == (median(took) if took else None)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"steps": []}, "at least 1"),
        ({"steps": [{"event": "a"}] * 21}, "at most 20"),
        ({"steps": None}, "either `steps` or `funnelId`"),
        ({"conversionWindowSeconds": 0}, "greater than or equal to 1"),
        ({"conversionWindowSeconds": "60"}, "valid integer"),
        ({"order": "sideways"}, "sideways"),
        ({"steps": [{"event": "a", "count": 2}]}, "not known"),
    ],
)
def test_a_funnel_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", {**question(["a", "b"]), **change})
    assert reply.status == 422
    assert named in reply.json["errors"][0]["message"]


def after(seconds: int) -> datetime:
    """A moment of the tests' day."""
    return START + seconds * SECOND


def question(steps: list[str], window: int = 3600) -> dict[str, object]:
    """A funnel over the tests' day."""
    return {
        "from": "2026-11-01",
        "to": "2026-11-02",
        "steps": [{"event": name} for name in steps],
        "conversionWindowSeconds": window,
    }
