"""The previous period has the length of the range, on the calendar of the asker."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.oracles.trends import Seen
from tests.query.reports.trends.conftest import Store, Tell


@pytest.mark.parametrize(
    ("zone", "start", "end", "first", "buckets"),
    [
        ("UTC", "2026-11-20", "2026-11-22", "2026-11-18T00:00:00+00:00", 2),
        # clocks went back on the 25th: seven days are seven days, though one of them had 25 hours
        ("Europe/Berlin", "2026-10-26", "2026-11-02", "2026-10-19T00:00:00+02:00", 7),
        ("Europe/Berlin", "2026-10-25", "2026-10-26", "2026-10-24T00:00:00+02:00", 1),
        # from noon to noon over the night in which an hour was left out
        ("Europe/Berlin", "2026-03-28T12:00+01:00", "2026-03-29T12:00+02:00", "2026-03-27T00:00:00+01:00", 2),
        # a day that began at one o'clock
        ("Asia/Beirut", "2026-03-29", "2026-03-30", "2026-03-28T00:00:00+02:00", 1),
        # the day before the 31st was left out
        ("Pacific/Apia", "2011-12-31", "2012-01-01", "2011-12-29T00:00:00-10:00", 1),
        # no whole days: as long as it lasts
        ("UTC", "2026-11-20T00:00+00:00", "2026-11-20T06:00+00:00", "2026-11-19T00:00:00+00:00", 1),
    ],
)
def test_the_previous_period_is_as_many_days_earlier_or_as_long(
    store: Store, tell: Tell, zone: str, start: str, end: str, first: str, buckets: int
) -> None:
    answer = tell(**{"from": start, "to": end, "timezone": zone}, series=[{"event": None}], compare="previous")
    assert answer["previous"]["buckets"][0] == first
    assert len(answer["previous"]["buckets"]) == buckets


def test_both_periods_have_the_same_lines_each_with_its_own_numbers(store: Store, tell: Tell) -> None:
    days = [(18, "d1"), (18, "d2"), (19, "d1"), (20, "d1"), (21, "d1")]
    store([Seen("open", visitor, datetime(2026, 11, day, 12, tzinfo=UTC), {"n": day}) for day, visitor in days])
    series: list[dict[str, Any]] = [
        {"event": "open"},
        {"event": "open", "measure": "visitors"},
        {"event": "open", "measure": "max", "property": "n"},
        {"event": "open", "measure": "sessions"},
    ]
    answer = tell(series=series, compare="previous", formulas=[{"expression": "A / B"}])
    figures = [(line["values"], line["total"]) for line in answer["series"]]
    before = [(line["values"], line["total"]) for line in answer["previous"]["series"]]
    assert figures == [([1, 1], 2), ([1, 1], 1), ([20, 21], 21), ([1, 1], 2), ([1, 1], 2)]
    assert before == [([2, 1], 3), ([2, 1], 2), ([18, 19], 19), ([2, 1], 3), ([1, 1], 1.5)]


def test_what_was_before_the_previous_period_is_in_none(store: Store, tell: Tell) -> None:
    store([Seen("open", "d1", datetime(2026, 11, day, 12, tzinfo=UTC)) for day in (17, 22)])
    answer = tell(series=[{"event": None}], compare="previous")
    assert (answer["series"][0]["total"], answer["previous"]["series"][0]["total"]) == (0, 0)


def test_a_session_over_midnight_counts_in_the_previous_period_by_what_happened_in_it(store: Store, tell: Tell) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    store([Seen("open", "d1", midnight - timedelta(minutes=9)), Seen("buy", "d1", midnight + timedelta(minutes=9))])
    series = [{"event": "buy", "measure": "sessions"}, {"event": "open", "measure": "sessions"}]
    answer = tell(series=series, compare="previous")
    assert [line["total"] for line in answer["series"]] == [0, 0]
    assert [line["total"] for line in answer["previous"]["series"]] == [0, 1]
    alone = tell(series=series, **{"from": "2026-11-18", "to": "2026-11-20"})
    assert [line["total"] for line in alone["series"]] == [0, 1]
