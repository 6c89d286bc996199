"""What a range is compared with follows the calendar of the asker, whatever its clocks do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from query.questions.comparison import Comparing, Span
from query.reports.breakdown import Breakdown
from query.reports.catalogue import REPORTS
from spoor.http.problems import problem
from tests.oracles import wall as oracle

ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
ODD = ["Europe/Berlin", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "America/Havana", "America/St_Johns"]
CHANGES = [  # days around which some of these change their clocks, leap years and months of all lengths
    *("2026-03-29", "2026-03-31", "2026-10-25", "2024-02-29", "2024-03-31", "2025-02-28", "2026-01-31", "2026-01-01"),
    *("2012-01-30", "2011-12-30", "2012-12-30", "2006-10-29", "2026-04-05", "2026-12-01"),
]


def compared(compare: Any, start: str, end: str, timezone: str = "UTC") -> Span:
    asked = {"from": start, "to": end, "timezone": timezone, "compare": compare}
    found = Comparing.model_validate(asked).compared_with
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("word", "start", "end", "since", "until"),
    [
        # whole months are whole months
        ("previousMonth", "2026-03-01", "2026-04-01", "2026-02-01", "2026-03-01"),
        ("previousYear", "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01"),
        ("previousYear", "2026-01-01", "2027-01-01", "2025-01-01", "2026-01-01"),
        # any other range is as many days, from the same day or the month's last on
        ("previousMonth", "2026-03-31", "2026-04-01", "2026-02-28", "2026-03-01"),
        ("previousMonth", "2026-03-29", "2026-03-30", "2026-02-28", "2026-03-01"),
        ("previousMonth", "2024-03-31", "2024-04-01", "2024-02-29", "2024-03-01"),
        ("previousMonth", "2026-03-01", "2026-03-31", "2026-02-01", "2026-03-03"),
        ("previousMonth", "2026-03-28", "2026-04-04", "2026-02-28", "2026-03-07"),
        ("previousMonth", "2026-01-15", "2026-01-16", "2025-12-15", "2025-12-16"),
        ("previousYear", "2024-02-29", "2024-03-01", "2023-02-28", "2023-03-01"),
        ("previousYear", "2026-11-02", "2026-11-09", "2025-11-02", "2025-11-09"),
        # or as long, where it is none of whole days
        ("previousMonth", "2026-03-31T10:00+00:00", "2026-03-31T12:00+00:00", "2026-02-28T10:00", "2026-02-28T12:00"),
        ("previousMonth", "2026-03-31", "2026-03-31", "2026-02-28", "2026-02-28"),
    ],
)
def test_a_month_or_a_year_ago_is_the_same_day_of_it(word: str, start: str, end: str, since: str, until: str) -> None:
    found = compared(word, start, end)
    assert found == tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until))


def test_days_stay_days_where_clocks_are_changed() -> None:
    found = compared("previousMonth", "2026-04-20", "2026-04-27", "Europe/Berlin")
    assert found == (datetime(2026, 3, 19, 23, tzinfo=UTC), datetime(2026, 3, 26, 23, tzinfo=UTC))
    found = compared("previousMonth", "2026-04-27", "2026-05-04", "Europe/Berlin")
    assert found.end - found.start == timedelta(days=7, hours=-1)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Pacific/Apia"])
def test_a_range_that_is_given_is_read_in_the_zone_of_the_question(zone: str) -> None:
    found = compared({"from": "2025-01-01", "to": "2025-06-01"}, "2026-01-01", "2026-02-01", zone)
    assert found == (datetime(2025, 1, 1, tzinfo=ZoneInfo(zone)), datetime(2025, 6, 1, tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("compare", "path"),
    [
        ("nextMonth", ("compare", "(word)")),
        (7, ("compare",)),
        ([], ("compare",)),
        ({"from": "2026-01-01"}, ("compare", "(range)", "to")),
        ({"from": "2026-01-02", "to": "2026-01-01"}, ("compare", "to")),
        ({"from": "yesterday", "to": "2026-01-01"}, ("compare", "from")),
        ({"from": "2026-01-01", "to": "2026-01-02", "till": 1}, ("compare", "(range)", "till")),
    ],
)
def test_what_is_no_comparison_is_refused_by_its_place(compare: Any, path: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        compared(compare, "2026-03-01", "2026-04-01")
    assert [each["loc"] for each in refused.value.errors()] == [path]


def test_the_same_question_of_the_other_range_is_compared_with_nothing() -> None:
    asked = Comparing.model_validate({"from": "1970-01-01", "to": "1970-01-03", "compare": "previous"})
    assert asked.compared_with is not None
    other = asked.over(asked.compared_with)
    assert (other.start, other.end) == (datetime(1969, 12, 30, tzinfo=UTC), asked.start)
    assert other.compared_with is None


days = st.sampled_from(CHANGES).map(datetime.fromisoformat) | st.datetimes(datetime(1999, 1, 1), datetime(2030, 1, 1))
moments = st.builds(
    lambda day, after: day.replace(second=0, microsecond=0) + timedelta(days=after), days, st.integers(-3, 3)
)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ODD) | st.sampled_from(ZONES),
    begin=moments,
    dates=st.booleans(),
    length=st.integers(0, 62 * 24 * 60),
    whole=st.booleans(),
    word=st.sampled_from(["previous", "previousMonth", "previousYear"]),
)
def test_every_comparison_is_what_the_clocks_on_the_wall_say(
    zone: str, begin: datetime, dates: bool, length: int, whole: bool, word: str
) -> None:
    place = ZoneInfo(zone)
    if dates:
        start, end = begin.date().isoformat(), (begin + timedelta(minutes=length)).date().isoformat()
    else:
        lasts = timedelta(days=length // 1440) if whole else timedelta(minutes=length)
        start, end = f"{begin.isoformat()}+00:00", f"{(begin + lasts).isoformat()}+00:00"
    asked = Comparing.model_validate({"from": start, "to": end, "timezone": zone, "compare": word})
    if word == "previous":
        truth = (oracle.previous(asked.start, asked.end, place), asked.start)
    else:
        truth = oracle.months_earlier(asked.start, asked.end, place, 1 if word == "previousMonth" else 12)
    assert asked.compared_with == truth


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("trends", {"interval": "hour", "series": [{"event": None}]}),
        ("overview", {"interval": "hour"}),
        ("sessions", {"interval": "hour"}),
        ("funnel", {"interval": "hour", "steps": [{"event": None}]}),
        ("retention", {"interval": "day", "periods": 1}),
        ("changes", {}),
    ],
)
def test_where_the_other_range_is_too_long_it_is_named_and_not_the_range(report: str, words: dict[str, Any]) -> None:
    question = next(each.question for each in REPORTS if each.name == report)
    asked: dict[str, Any] = {"from": "2026-03-01", "to": "2026-03-02", **words}
    if report == "changes":
        asked = {"question": {**asked, "steps": [{"event": None}]}}
    too_long = {**asked, "compare": {"from": "2010-01-01", "to": "2026-01-01"}}
    with pytest.raises(ValidationError, match="of `compare`: the range has more than"):
        question.model_validate(too_long)


def test_what_should_be_an_object_is_called_an_object() -> None:
    for said in (["p"], "p", 1):
        with pytest.raises(ValidationError) as refused:
            Breakdown.model_validate(said)
        [error] = refused.value.errors()
        assert problem({**error})["message"] == "Input should be an object"
