"""How long it took to convert, and how conversion went over time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from query.reports.funnel.distribution import EDGES, distribution
from tests.people import Direct, happen
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
STEPS = {"steps": [{"event": "open"}, {"event": "cart"}, {"event": "buy"}]}


def test_time_to_convert_has_quantiles_and_bins_of_the_whole_and_of_each_step(
    database: Direct, shop: str, ask: Ask
) -> None:
    for who, cart, buy in (("a", 1, 3), ("b", 4, 10), ("c", 10, 100), ("d", 20, None)):
        took = [("open", who, START), ("cart", who, START + cart * SECOND)]
        happen(database, shop, took if buy is None else [*took, ("buy", who, START + buy * SECOND)])
    asked = {"from": "2026-11-01", "to": "2026-11-02", "conversionWindowSeconds": 100, "timeToConvert": True, **STEPS}
    told = ask("POST", f"/api/apps/{shop}/reports/funnel", asked).json["timeToConvert"]
    assert (told["whole"]["average"], told["whole"]["median"]) == ((3 + 10 + 100) / 3, 10)
    assert told["whole"]["p90"] == 10 + 0.8 * 90
    assert {each["startSeconds"]: each["visitors"] for each in told["whole"]["bins"] if each["visitors"]} == {
        1: 1,
        5: 1,
        60: 1,
    }
    assert told["whole"]["bins"][-1] == {"startSeconds": 60, "endSeconds": 100, "visitors": 1}, "the end is included"
    assert told["steps"][0] is None
    assert [each["median"] for each in told["steps"][1:]] == [7, 6]


def test_time_to_convert_of_nobody_is_null(shop: str, ask: Ask) -> None:
    asked = {"from": "2026-11-01", "to": "2026-11-02", "timeToConvert": True, **STEPS}
    told = ask("POST", f"/api/apps/{shop}/reports/funnel", asked).json["timeToConvert"]
    assert told == {"whole": None, "steps": [None, None, None]}


@given(
    taken=st.lists(st.integers(0, 40_000_000).map(lambda seconds: seconds * 10), min_size=1),
    longest=st.sampled_from([1, 10, 3600, 366 * 86_400]),
)
def test_every_duration_is_in_the_bin_that_contains_it(taken: list[int], longest: int) -> None:
    within = [each for each in taken if each <= longest * 10] or [longest * 10]
    spread = distribution(within, 10, longest)
    assert spread is not None
    for at, each in enumerate(spread.bins):
        last = at == len(spread.bins) - 1
        inside = [
            one for one in within if each.start_seconds <= one / 10 < each.end_seconds or (last and one == longest * 10)
        ]
        assert each.visitors == len(inside)
    assert [each.start_seconds for each in spread.bins] == [edge for edge in EDGES if edge < longest]


def test_conversion_over_time_counts_visitors_in_the_interval_of_their_entering_event(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "a", START), ("buy", "a", START + 2 * DAY)),
            *(("open", "b", START + DAY / 2),),
            *(("open", "c", START + DAY), ("open", "c", START + 2 * DAY), ("buy", "c", START + 2 * DAY)),
        ],
    )
    asked = {
        "from": "2026-11-01T00:00:00Z",
        "to": "2026-11-04T00:00:00Z",
        "steps": [{"event": "open"}, {"event": "buy"}],
        "interval": "day",
    }
    told = ask("POST", f"/api/apps/{shop}/reports/funnel", asked).json["overTime"]
    assert told == [
        {"start": "2026-11-01T00:00:00+00:00", "entered": 2, "converted": 1},
        {"start": "2026-11-02T00:00:00+00:00", "entered": 1, "converted": 1},
        {"start": "2026-11-03T00:00:00+00:00", "entered": 0, "converted": 0},
    ]


def test_intervals_follow_the_calendar_of_the_zone(database: Direct, shop: str, ask: Ask) -> None:
    before_midnight = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)  # in Berlin this day has 25 hours
    happen(database, shop, [("open", "a", before_midnight), ("open", "b", before_midnight + timedelta(minutes=1))])
    asked = {
        "from": "2026-10-25",
        "to": "2026-10-27",
        "timezone": "Europe/Berlin",
        "steps": [{"event": "open"}],
        "interval": "day",
    }
    told = ask("POST", f"/api/apps/{shop}/reports/funnel", asked).json["overTime"]
    assert [(each["start"], each["entered"]) for each in told] == [
        ("2026-10-25T00:00:00+02:00", 1),
        ("2026-10-26T00:00:00+01:00", 1),
    ]


def test_a_breakdown_takes_the_value_of_the_entering_event(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "a", START, {"plan": "pro"}), ("buy", "a", START + SECOND, {"plan": "free"})])
    happen(database, shop, [("open", "b", START)])
    asked = {
        "from": "2026-11-01",
        "to": "2026-11-02",
        "steps": [{"event": "open"}, {"event": "buy"}],
        "breakdown": {"property": "plan"},
    }
    told = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    shares = [(each["value"], [step["visitors"] for step in each["steps"]]) for each in told.json["breakdown"]]
    assert shares == [("pro", [1, 1]), (None, [1, 0])]
