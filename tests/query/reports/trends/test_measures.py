"""What each measure counts, and where it has no value."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.oracles.trends import Seen
from tests.people import Direct
from tests.query.conftest import Ask
from tests.query.reports.trends.conftest import Store, Tell

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
JUNK = ["1", "NaN", "Infinity", "abc", "", None, True, {"a": 1}, "0x1F", "1e131071"]


def of_amount(measure: str) -> dict[str, Any]:
    """A series of one measure over the amount."""
    return {"event": None, "measure": measure, "property": "amount"}


def amounts(values: Sequence[Any], at: datetime = NOON) -> list[Seen]:
    """Purchases of these amounts."""
    return [Seen("buy", "d1", at, {"amount": value}) for value in values]


@pytest.mark.parametrize(
    ("measure", "values", "total"),
    [
        ("sum", [10, 2.5], 12.5),
        ("avg", [2.5, 2.5], 2.5),
        ("min", [1, 2.5], 1),
        ("max", [4, 2.5], 4),
        ("median", [2.5, 2.5], 2.5),
        ("p90", [3.7, 2.5], 3.6),
        ("p99", [3.97, 2.5], 3.96),
    ],
)
def test_a_measure_of_numbers_is_taken_of_those_in_each_bucket_and_of_all(
    store: Store, tell: Tell, measure: str, values: list[float], total: float
) -> None:
    store([*amounts([1, 2, 3, 4]), *amounts([2.5], NOON + DAY)])
    [line] = tell(series=[of_amount(measure)])["series"]
    assert line["values"] == pytest.approx(values)
    assert line["total"] == pytest.approx(total)


@pytest.mark.parametrize("measure", ["sum", "avg", "min", "max", "median"])
def test_only_json_numbers_are_measured_and_what_else_is_there_is_reported_as_skipped(
    store: Store, tell: Tell, measure: str
) -> None:
    store(amounts([7, *JUNK]))
    [line] = tell(series=[of_amount(measure)])["series"]
    assert (line["values"][0], line["total"], line["skipped"]) == (7, 7, len(JUNK) - 1)


@pytest.mark.parametrize("measure", ["sum", "avg", "min", "max", "p99"])
def test_a_number_that_no_double_holds_is_skipped_and_one_next_to_nothing_is_nothing(
    database: Direct, shop: str, store: Store, tell: Tell, measure: str
) -> None:
    store(amounts([5]))
    for number in ("1e131071", "-1e301", "1e-16000"):
        database.execute(
            "INSERT INTO public.events (app_id, name, anonymous_id, properties, occurred_at)"
            " VALUES (%s, 'buy', 'd1', %s, %s)",
            [shop, f'{{"amount": {number}}}', NOON + DAY],
        )
    [line] = tell(series=[of_amount(measure)])["series"]
    assert line["values"] == [5, 0]
    assert line["skipped"] == 2
    assert {line["breakdown"] for line in tell(**one_by_amount(measure))["series"]} >= {5}


def one_by_amount(measure: str) -> dict[str, Any]:
    """The measure for each amount."""
    return {"series": [of_amount(measure)], "breakdown": {"property": "amount"}}


def test_money_is_added_up_exactly(store: Store, tell: Tell) -> None:
    store(amounts([0.1] * 3 + [19.99] * 10))
    [line] = tell(series=[of_amount("sum")])["series"]
    assert line["total"] == 200.2


def test_where_there_is_nothing_sums_are_0_and_other_measures_of_numbers_have_no_value(
    store: Store, tell: Tell
) -> None:
    store(amounts([1]))
    measures = ["sum", "avg", "min", "max", "median", "p95"]
    lines = tell(series=[of_amount(measure) for measure in measures])["series"]
    assert [line["values"][1] for line in lines] == [0, None, None, None, None, None]


def test_events_of_nobody_count_in_total_and_nowhere_else(store: Store, tell: Tell) -> None:
    store([Seen("open", None, NOON), Seen("open", "d1", NOON), Seen("open", "d1", NOON)])
    measures = ["total", "visitors", "sessions", "perVisitor"]
    lines = tell(series=[{"event": None, "measure": measure} for measure in measures])["series"]
    assert [line["values"] for line in lines] == [[3, 0], [1, 0], [1, 0], [2, None]]


def test_ids_that_were_linked_are_one_visitor_with_one_session(store: Store, tell: Tell) -> None:
    store([Seen("open", "phone", NOON), Seen("open", "laptop", NOON + 20 * MINUTE)], {"phone": "ann", "laptop": "ann"})
    lines = tell(series=[{"event": None, "measure": measure} for measure in ("visitors", "sessions", "perVisitor")])
    assert [line["total"] for line in lines["series"]] == [1, 1, 2]


def test_a_session_counts_where_a_chosen_event_happened_in_it_whatever_holds_it_together(
    store: Store, tell: Tell
) -> None:
    night = NOON + timedelta(hours=11, minutes=50)
    visit = [("open", 0), ("read", 25), ("read", 50), ("buy", 75)]
    store([Seen(name, "d1", night + after * MINUTE) for name, after in visit])
    lines = tell(series=[{"event": event, "measure": "sessions"} for event in ("buy", "read", "leave")])["series"]
    assert [line["values"] for line in lines] == [[1, 0], [1, 0], [0, 0]]


def test_a_session_that_began_before_the_range_is_not_in_it(store: Store, tell: Tell) -> None:
    midnight = NOON - timedelta(hours=12)
    store([Seen("open", "d1", midnight - 10 * MINUTE), Seen("open", "d1", midnight + 15 * MINUTE)])
    [line] = tell(series=[{"event": None, "measure": "sessions"}])["series"]
    assert line["total"] == 0


def test_a_pause_as_long_as_the_gap_does_not_end_a_session(store: Store, tell: Tell) -> None:
    store([Seen("open", "d1", NOON), Seen("open", "d1", NOON + 30 * MINUTE), Seen("open", "d1", NOON + 61 * MINUTE)])
    [line] = tell(series=[{"event": None, "measure": "sessions"}])["series"]
    assert line["total"] == 2


def test_series_that_differ_in_the_type_of_a_filters_value_only_are_about_different_events(
    store: Store, tell: Tell
) -> None:
    store(amounts([1, 1, True]))
    filters = [[{"property": "amount", "operator": "is", "value": value}] for value in (1, True)]
    lines = tell(series=[{"event": None, "filters": each} for each in filters])["series"]
    assert [line["total"] for line in lines] == [2, 1]


def test_an_empty_range_has_no_buckets(store: Store, tell: Tell) -> None:
    store([Seen("open", "d1", NOON)])
    answer = tell(
        **{"from": NOON.isoformat(), "to": NOON.isoformat(), "series": [{"event": None}], "compare": "previous"}
    )
    [line] = answer["series"]
    assert (answer["buckets"], line["values"], line["total"], answer["previous"]["buckets"]) == ([], [], 0, [])


@pytest.mark.parametrize(
    ("series", "path", "says"),
    [
        ({"event": None, "measure": "sum"}, "series[0].property", "name it"),
        ({"event": None, "property": "amount"}, "series[0].property", "leave it out"),
        ({"event": None, "measure": "p90", "property": "a." * 20 + "a"}, "series[0].property", "20 keys deep"),
        ({"event": None, "measure": "sum", "property": "$cohort"}, "series[0].property", "for filters"),
        ({"event": None, "measure": "p50", "property": "amount"}, "series[0].measure", "'p50'"),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused_where_it_stands(
    shop: str, ask: Ask, series: dict[str, Any], path: str, says: str
) -> None:
    body = {"from": "2026-11-20", "to": "2026-11-22", "interval": "day", "series": [series]}
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", body)
    assert reply.status == 422
    [problem] = reply.json["errors"]
    assert problem["path"] == path
    assert says in problem["message"]


def test_more_values_than_an_answer_can_hold_are_refused(shop: str, ask: Ask) -> None:
    body = {
        "from": "2026-11-01",
        "to": "2026-11-30",
        "interval": "hour",
        "series": [{"event": None}] * 10,
        "breakdown": {"property": "plan", "limit": 50},
    }
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", body)
    assert reply.status == 422
    assert "200000 is the most" in reply.json["errors"][0]["message"]
