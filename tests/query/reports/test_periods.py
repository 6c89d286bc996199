"""Periods follow the calendar of the question's zone, before, in and after its range."""

from datetime import UTC, datetime

import pytest

from query.questions.words import EARLIEST, Ranged
from query.reports.periods import MAX_PERIODS, periods_of


def test_there_are_earlier_and_later_periods_than_the_range_touches() -> None:
    found = periods_of(asked("2026-09-09", "2026-09-15"), "week", before=1, after=2)
    assert [start.date().isoformat() for start in found.starts] == [
        "2026-08-31",
        "2026-09-07",
        "2026-09-14",
        "2026-09-21",
        "2026-09-28",
    ]
    assert list(found.ends) == list(found.edges[1:])
    assert list(found.places) == [0, 1, 2, 3, 4]


def test_all_the_time_before_is_a_stretch_of_no_period() -> None:
    found = periods_of(asked("2026-09-07", "2026-09-09"), "day", ever=True)
    assert found.edges[:2] == [EARLIEST, datetime(2026, 9, 7, tzinfo=UTC)]
    assert list(found.places) == [None, 0, 1]


def test_the_day_before_one_without_a_midnight_is_the_day_before() -> None:
    found = periods_of(asked("2026-03-29", "2026-03-30", "Asia/Beirut"), "day", before=1)
    assert [start.isoformat() for start in found.starts] == ["2026-03-28T00:00:00+02:00", "2026-03-29T01:00:00+03:00"]


def test_a_day_that_a_zone_left_out_is_not_one_of_the_later_ones() -> None:
    """Samoa went from the 29th of December 2011 to the 31st."""
    found = periods_of(asked("2011-12-29", "2011-12-30", "Pacific/Apia"), "day", after=2)
    assert [start.date().isoformat() for start in found.starts] == ["2011-12-29", "2011-12-31", "2012-01-01"]


def test_a_day_that_clocks_return_to_has_two_stretches_and_is_over_after_the_second() -> None:
    """In St John's one minute after midnight became one minute after eleven."""
    found = periods_of(asked("2006-10-28", "2006-10-29", "America/St_Johns"), "day")
    assert list(found.places) == [0, None, 0]
    assert list(found.ends) == [datetime(2006, 10, 29, 3, 30, tzinfo=UTC)]


def test_an_empty_range_has_no_periods() -> None:
    found = periods_of(asked("2026-09-07", "2026-09-07"), "day", before=1, after=3)
    assert (found.starts, found.places) == ([], [None])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Pacific/Apia"])
def test_as_many_periods_as_there_may_be_are_a_leap_year_of_days(zone: str) -> None:
    assert len(periods_of(asked("2024-01-01", "2025-01-01", zone), "day").starts) == MAX_PERIODS
    with pytest.raises(ValueError, match="more than 366 days"):
        periods_of(asked("2024-01-01", "2025-01-02", zone), "day")


def asked(start: str, end: str, zone: str = "UTC") -> Ranged:
    """A range, also an empty one."""
    return Ranged.model_construct(timezone=zone, from_=start, to=end)
