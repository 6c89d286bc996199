"""Stickiness says what counting every visitor's days says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.reports.stickiness import StickinessAnswer, StickinessQuestion, table
from tests.oracles import periods as oracle
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.reports.drawn import ONLY_PRO, Days, Drawn, acts, calendars, choice, drawn_events, take_place

DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)


def test_visitors_are_counted_by_the_number_of_days_they_were_active_on(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "daily", MONDAY + after * DAY) for after in (0, 1, 2)),
            *(("open", "often on one day", MONDAY + timedelta(hours=after)) for after in (0, 1, 2)),
            *(("open", "twice", MONDAY + after * DAY) for after in (0, 2)),
            *(("open", None, MONDAY + after * DAY) for after in (0, 1)),
        ],
    )
    answer = ask("POST", f"/api/apps/{shop}/reports/stickiness", question()).json
    assert answer == {"days": [1, 2, 3], "visitors": [1, 1, 1]}


def test_only_what_happened_in_the_range_counts(database: Direct, shop: str, ask: Ask) -> None:
    """From Monday noon to Tuesday noon: two days, of each a half."""
    happen(database, shop, [("open", "d1", MONDAY + after * DAY / 2) for after in (-1, 0, 1, 2, 3)])
    happen(database, shop, [("open", "d2", MONDAY + after * DAY / 2) for after in (-1, 0, 2)])
    asked = question(**{"from": "2026-09-07T12:00:00+00:00", "to": "2026-09-08T12:00:00+00:00"})
    answer = ask("POST", f"/api/apps/{shop}/reports/stickiness", asked).json
    assert answer == {"days": [1, 2], "visitors": [1, 1]}


def test_days_on_two_devices_of_one_visitor_add_up_and_common_ones_count_once(
    database: Direct, shop: str, ask: Ask
) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", MONDAY), ("open", "ann", MONDAY), ("open", "ann", MONDAY + DAY)])
    assert ask("POST", f"/api/apps/{shop}/reports/stickiness", question()).json["visitors"] == [0, 1, 0]


def test_an_app_without_events_has_nobody_on_any_day(shop: str, ask: Ask) -> None:
    answer = ask("POST", f"/api/apps/{shop}/reports/stickiness", question()).json
    assert answer == {"days": [1, 2, 3], "visitors": [0, 0, 0]}


def test_a_year_of_days_is_counted_to_the_last(database: Direct, shop: str, ask: Ask) -> None:
    first = datetime(2024, 1, 1, tzinfo=UTC)
    happen(database, shop, [("open", "d1", first + after * DAY) for after in range(366)])
    happen(database, shop, [("open", "d2", first + after * DAY) for after in range(0, 366, 5)])
    asked = question(**{"from": "2024-01-01", "to": "2025-01-01"})
    answer = ask("POST", f"/api/apps/{shop}/reports/stickiness", asked).json
    active = {day: count for day, count in zip(answer["days"], answer["visitors"], strict=True) if count}
    assert active == {366: 1, 74: 1}


def test_the_table_has_a_row_for_each_number_of_days() -> None:
    asked = StickinessQuestion.model_validate(question())
    made = table(asked, StickinessAnswer([1, 2], [7, 3]))
    assert (made.columns, made.rows) == (["days", "visitors"], [(1, 7), (2, 3)])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=calendars("day"),
    drawn=drawn_events(reach=3.5),
    reach=st.tuples(st.floats(0, 3), st.floats(0.1, 3)),
    event=st.sampled_from(["a", None]),
    only_pro=st.tuples(st.booleans(), st.booleans()),
)
@example(  # midnight strikes twice in St John's on this day: d1 was active on three days, in four stretches
    Days("America/St_Johns", datetime(2006, 10, 29, tzinfo=UTC), "day"),
    [Drawn("a", "d1", None, after / 1440) for after in (-1300, 140, 150, 155, 900)],
    (1.0, 2.0),
    None,
    (False, False),
)
def test_stickiness_is_what_counting_every_visitors_days_says(
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
        "interval": "day",
        "event": choice(event, only_pro[0]),
        "filters": ONLY_PRO if only_pro[1] else [],
    }
    answer = ask("POST", f"/api/apps/{shop}/reports/stickiness", asked).json
    seen = acts(drawn, days, event, ["pro"] if any(only_pro) else ["pro", None])
    assert (answer["days"], answer["visitors"]) == oracle.stickiness(seen, days.clock, start, end)


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "week"}, "interval", "week"),
        ({"to": "2027-09-09"}, "", "366 days"),
        ({"event": {"event": "open", "count": 2}}, "event.count", "not known"),
    ],
)
def test_a_stickiness_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/stickiness", question(**change))
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def question(**change: object) -> dict[str, object]:
    """Three days."""
    return {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", **change}
