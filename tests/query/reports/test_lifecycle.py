"""Lifecycle says what looking at every visitor says: who is new, returning, resurrecting and dormant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.reports.lifecycle import LifecycleAnswer, LifecycleQuestion, table
from tests.oracles import periods as oracle
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.reports.drawn import ONLY_PRO, Days, Drawn, acts, calendars, choice, drawn_events, take_place

DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)


def test_every_visitor_of_an_interval_is_new_or_returning_or_resurrecting_and_some_went_dormant(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "steady", MONDAY + after * DAY) for after in (0, 1, 2, 2)),
            *(("open", "back", MONDAY + after * DAY) for after in (0, 2)),
            *(("open", "once", MONDAY + after * DAY) for after in (1,)),
            ("open", None, MONDAY),
        ],
    )
    assert ask("POST", f"/api/apps/{shop}/reports/lifecycle", question()).json == {
        "buckets": ["2026-09-07T00:00:00+00:00", "2026-09-08T00:00:00+00:00", "2026-09-09T00:00:00+00:00"],
        "new": [2, 1, 0],
        "returning": [0, 1, 1],
        "resurrecting": [0, 0, 1],
        "dormant": [0, -1, -1],
    }


def test_the_first_interval_knows_what_came_before_the_range(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "returning", MONDAY + after * DAY) for after in (-1, 0)),
            *(("open", "resurrecting", MONDAY + after * DAY) for after in (-900, 0)),
            ("open", "dormant", MONDAY - DAY),
            ("open", "gone long ago", MONDAY - 2 * DAY),
        ],
    )
    assert first_of(ask, shop) == {"new": 0, "returning": 1, "resurrecting": 1, "dormant": -1}


def test_intervals_are_counted_whole_even_where_the_range_begins_or_ends_within_them(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(database, shop, [("open", "d1", MONDAY), ("open", "d2", MONDAY + 6 * DAY), ("open", "d3", MONDAY - DAY)])
    asked = question(**{"from": "2026-09-09", "to": "2026-09-10", "interval": "week"})
    answer = ask("POST", f"/api/apps/{shop}/reports/lifecycle", asked).json
    assert answer["buckets"] == ["2026-09-07T00:00:00+00:00"]
    assert (answer["new"], answer["dormant"]) == ([2], [-1])


def test_activity_is_the_chosen_event_alone(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", MONDAY - DAY), ("buy", "d1", MONDAY), ("open", "d2", MONDAY)])
    assert first_of(ask, shop, event="buy") == {"new": 1, "returning": 0, "resurrecting": 0, "dormant": 0}
    assert first_of(ask, shop, event=None) == {"new": 1, "returning": 1, "resurrecting": 0, "dormant": 0}


def test_devices_that_were_merged_are_one_visitor_for_the_past_too(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "phone", MONDAY - DAY), ("open", "ann", MONDAY)])
    assert first_of(ask, shop) == {"new": 1, "returning": 0, "resurrecting": 0, "dormant": -1}
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    assert first_of(ask, shop) == {"new": 0, "returning": 1, "resurrecting": 0, "dormant": 0}


def test_an_hour_that_strikes_twice_is_two_intervals(database: Direct, shop: str, ask: Ask) -> None:
    """In Berlin it was half past two at 00:30 UTC, and at 01:30 UTC once more."""
    second = datetime(2022, 10, 30, 1, 30, tzinfo=UTC)
    happen(database, shop, [("open", "d1", second - timedelta(hours=1)), ("open", "d1", second)])
    asked = {"from": second.isoformat(), "to": "2022-10-30T01:40:00Z", "timezone": "Europe/Berlin", "interval": "hour"}
    answer = ask("POST", f"/api/apps/{shop}/reports/lifecycle", asked).json
    assert (answer["buckets"], answer["returning"]) == (["2022-10-30T02:00:00+01:00"], [1])


def test_the_table_has_a_row_for_each_interval() -> None:
    asked = LifecycleQuestion.model_validate(question(to="2026-09-08"))
    made = table(asked, LifecycleAnswer([MONDAY], [4], [3], [2], [-1]))
    assert made.columns == ["bucket", "new", "returning", "resurrecting", "dormant"]
    assert made.rows == [["2026-09-07T12:00:00+00:00", 4, 3, 2, -1]]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=calendars("hour", "day", "week", "month"),
    drawn=drawn_events(reach=3.5),
    reach=st.tuples(st.floats(0, 2), st.floats(0.1, 2)),
    event=st.sampled_from(["a", None]),
    only_pro=st.tuples(st.booleans(), st.booleans()),
)
@example(Days("Asia/Beirut", datetime(2026, 3, 29, tzinfo=UTC), "day"), [], (0.0, 1.0), None, (False, False))
@example(  # midnight strikes twice in St John's on this day
    Days("America/St_Johns", datetime(2006, 10, 29, tzinfo=UTC), "day"),
    [Drawn("a", "d1", None, 150 / 1440), Drawn("a", "d1", None, 155 / 1440), Drawn("a", "d2", None, 140 / 1440)],
    (1.0, 1.0),
    None,
    (False, False),
)
def test_lifecycle_is_what_looking_at_every_visitor_says(
    database: Direct,
    shop: str,
    ask: Ask,
    days: Days,
    drawn: list[Drawn],
    reach: tuple[float, float],
    event: str | None,
    only_pro: tuple[bool, bool],
) -> None:
    take_place(database, shop, drawn, days)
    start, end = days.at(-reach[0]), days.at(reach[1])
    asked = {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "timezone": days.zone,
        "interval": days.interval,
        "weekStart": days.week_start,
        "event": choice(event, only_pro[0]),
        "filters": ONLY_PRO if only_pro[1] else [],
    }
    answer = ask("POST", f"/api/apps/{shop}/reports/lifecycle", asked).json
    seen = acts(drawn, days, event, ["pro"] if any(only_pro) else ["pro", None])
    expected = oracle.lifecycle(seen, days.clock, start, end)
    assert {**answer, "buckets": [datetime.fromisoformat(one) for one in answer["buckets"]]} == expected


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "fortnight"}, "interval", "fortnight"),
        ({"interval": "hour", "to": "2026-10-10"}, "", "366 hours"),
        ({"to": "2027-09-09"}, "", "366 days"),
        ({"event": 5}, "event", "the name of an event"),
        ({"periods": 5}, "periods", "not known"),
    ],
)
def test_a_lifecycle_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/lifecycle", question(**change))
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def first_of(ask: Ask, shop: str, **change: object) -> dict[str, int]:
    """The counts of the first interval."""
    answer = ask("POST", f"/api/apps/{shop}/reports/lifecycle", question(**change)).json
    return {name: counts[0] for name, counts in answer.items() if name != "buckets"}


def question(**change: object) -> dict[str, object]:
    """Three days."""
    return {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", **change}
