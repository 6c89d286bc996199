"""Retention says what looking at every visitor and every day says: first starts, returns, calendars, merges."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.conductor import answer_of
from query.engines.postgres import activity
from query.reports.retention import REPORT, RetentionAnswer, RetentionQuestion, table
from query.reports.retention.answer import RetentionCohort
from query.scope import Scope
from tests.oracles import periods as oracle
from tests.oracles import trends as events
from tests.oracles.wall import previous
from tests.people import Direct, happen, track
from tests.query.conftest import Ask
from tests.query.reports.drawn import LINKS, ONLY_PRO, Days, Drawn, acts, calendars, choice, drawn_events, take_place

DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)

IN_POSTGRES = pytest.mark.parametrize("engine", ["postgres"], indirect=True)
"""Where the bound is that of Postgres alone."""


def test_those_who_came_back_are_counted_day_by_day(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "d1", MONDAY),
            ("open", "d1", MONDAY + DAY),
            ("open", "d1", MONDAY + 2 * DAY),
            ("open", "d2", MONDAY),
            ("open", "d2", MONDAY + 2 * DAY),
            ("open", "d3", MONDAY + DAY),
            ("open", None, MONDAY + DAY),
        ],
    )
    assert ask("POST", f"/api/apps/{shop}/reports/retention", question()).json == {
        "cohorts": [
            {"start": "2026-09-07T00:00:00+00:00", "size": 2, "values": [2, 1, 2]},
            {"start": "2026-09-08T00:00:00+00:00", "size": 1, "values": [1, 0, 0]},
            {"start": "2026-09-09T00:00:00+00:00", "size": 0, "values": [0, 0, 0]},
        ]
    }


def test_on_or_after_a_period_also_counts_later_ones_up_to_the_last_shown(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(database, shop, [("open", "d1", MONDAY), ("open", "d1", MONDAY + 2 * DAY)])
    happen(database, shop, [("open", "d2", MONDAY), ("open", "d2", MONDAY + 3 * DAY)])
    assert values(ask, shop, counting="onOrAfter")[0] == [2, 1, 1]


def test_a_visitor_belongs_to_the_period_of_the_first_start_ever(database: Direct, shop: str, ask: Ask) -> None:
    """Also when that lies years before the range, and returns count from it only."""
    happen(database, shop, [("open", "old", MONDAY - 900 * DAY), ("open", "old", MONDAY), ("open", "new", MONDAY)])
    assert values(ask, shop, cohort="first")[0] == [1, 0, 0]
    assert values(ask, shop, cohort="every")[0] == [2, 0, 0]


def test_a_visitor_belongs_to_every_period_with_a_start(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", MONDAY + at * DAY) for at in (0, 1, 1, 3)])
    assert values(ask, shop, cohort="every") == [[1, 1, 0], [1, 0, 1], [0, 0, 0]]


def test_start_and_return_may_be_different_events(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [("open", "d1", MONDAY), ("buy", "d1", MONDAY + DAY), ("buy", "d2", MONDAY), ("open", "d2", MONDAY + DAY)],
    )
    assert values(ask, shop, startEvent="open", returnEvent={"event": "buy"}) == [[1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_return_before_the_start_does_not_count(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("buy", "d1", MONDAY), ("open", "d1", MONDAY + DAY)])
    assert values(ask, shop, startEvent="open", returnEvent="buy")[1] == [1, 0, 0]


def test_devices_of_one_visitor_start_once_and_return_for_each_other(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", MONDAY), ("open", "ann", MONDAY), ("open", "ann", MONDAY + DAY)])
    assert values(ask, shop) == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_a_merge_moves_a_visitor_into_the_cohort_of_the_earlier_device(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "phone", MONDAY - 5 * DAY), ("open", "ann", MONDAY)])
    assert values(ask, shop)[0] == [1, 0, 0]
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    assert values(ask, shop)[0] == [0, 0, 0]


def test_another_app_is_not_counted(database: Direct, shop: str, ask: Ask, ann: str) -> None:
    other = track(database, ann, "spk_other")
    happen(database, other, [("open", "d1", MONDAY - DAY), ("open", "d2", MONDAY)])
    happen(database, shop, [("open", "d1", MONDAY)])
    assert values(ask, shop)[0] == [1, 0, 0]


def test_a_cohort_is_a_period_that_begins_in_the_range_and_is_taken_whole(
    database: Direct, shop: str, ask: Ask
) -> None:
    """From Tuesday to Tuesday: the first week began before, the second goes on after."""
    happen(
        database,
        shop,
        [("open", "d1", MONDAY + DAY), ("open", "d2", MONDAY + 7 * DAY), ("open", "d3", MONDAY + 9 * DAY)],
    )
    asked = question(**{"from": "2026-09-08", "to": "2026-09-15", "interval": "week"})
    [week] = ask("POST", f"/api/apps/{shop}/reports/retention", asked).json["cohorts"]
    assert (week["start"], week["size"]) == ("2026-09-14T00:00:00+00:00", 2)


def test_a_range_in_which_no_period_begins_has_no_cohorts(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", MONDAY)])
    asked = question(**{"from": "2026-09-08", "to": "2026-09-09", "interval": "month"})
    assert ask("POST", f"/api/apps/{shop}/reports/retention", asked).json == {"cohorts": []}


def test_periods_that_are_not_over_yet_are_null(database: Direct, shop: str) -> None:
    """Wednesday noon: Monday and Tuesday are over. Who returned this Wednesday is not told yet, nor `onOrAfter`."""
    happen(database, shop, [("open", "d1", MONDAY), ("open", "d1", MONDAY + 2 * DAY), ("open", "d2", MONDAY + 2 * DAY)])
    now = MONDAY + 2 * DAY
    assert at_the_time(shop, now, "on") == [[1, 0, None], [0, None, None], [1, None, None]]
    assert at_the_time(shop, now, "onOrAfter") == [[1, 0, None], [0, None, None], [1, None, None]]
    midnight = datetime(2026, 9, 10, tzinfo=UTC)
    assert at_the_time(shop, midnight - timedelta(microseconds=1), "on")[0] == [1, 0, None]
    assert at_the_time(shop, midnight, "on")[0] == [1, 0, 1]
    assert at_the_time(shop, midnight, "onOrAfter")[0] == [1, 1, 1]


def test_the_table_has_a_row_for_each_cohort() -> None:
    cohorts = [RetentionCohort(MONDAY, 3, [3, 1, None])]
    made = table(RetentionQuestion.model_validate(question()), RetentionAnswer(cohorts))
    assert made.columns == ["cohort", "size", "day 1", "day 2"]
    assert made.rows == [["2026-09-07T12:00:00+00:00", 3, 1, None]]


def test_a_filter_of_the_question_holds_for_starts_and_returns(database: Direct, shop: str, ask: Ask) -> None:
    days = Days("UTC", datetime(2026, 9, 7, tzinfo=UTC), "day")
    take_place(database, shop, [Drawn("a", "d3", "pro", 0), Drawn("a", "d4", None, 0)], days)
    assert values(ask, shop, filters=ONLY_PRO)[0] == [1, 0, 0]
    take_place(database, shop, [Drawn("a", "d3", "pro", 0), Drawn("a", "d3", None, 1)], days)
    assert values(ask, shop, filters=ONLY_PRO)[0] == [1, 0, 0]


def test_a_cohort_of_visitors_is_a_filter_too(database: Direct, shop: str, ask: Ask) -> None:
    """By the visitor, so that both devices of Ann's count."""
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("buy", "ann", MONDAY), ("open", "phone", MONDAY + DAY), ("open", "d3", MONDAY)])
    definition = {"kind": "did", "event": "buy", "from": "2026-09-01", "to": "2026-10-01"}
    kept = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Buyers", "definition": definition})
    only = [{"property": "$cohort", "operator": "is", "value": kept.json["id"]}]
    assert values(ask, shop, filters=only)[0] == [1, 1, 0]


@IN_POSTGRES
def test_visitors_who_differ_in_too_many_ways_are_refused_by_name_of_the_bound(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, [("open", "d1", MONDAY), ("open", "d2", MONDAY), ("open", "d3", MONDAY + DAY)])
    monkeypatch.setattr(activity, "MAX_GROUPS", 2)
    assert values(ask, shop)[0] == [2, 0, 0]
    monkeypatch.setattr(activity, "MAX_GROUPS", 1)
    reply = ask("POST", f"/api/apps/{shop}/reports/retention", question())
    assert (reply.status, reply.json["code"]) == (413, "TOO_LARGE")
    assert "more than 1 ways" in reply.json["message"]


def test_many_periods_go_beyond_the_bits_of_one_number(database: Direct, shop: str, ask: Ask) -> None:
    """A year of days, each with a return fifty days later: starts and returns lie in different words."""
    first = datetime(2025, 1, 1, 8, tzinfo=UTC)
    happen(database, shop, [("open", f"d{at}", first + at * DAY) for at in range(365)])
    happen(database, shop, [("open", f"d{at}", first + (at + 50) * DAY) for at in range(365)])
    asked = question(**{"from": "2025-01-01", "to": "2026-01-01", "periods": 52})
    cohorts = ask("POST", f"/api/apps/{shop}/reports/retention", asked).json["cohorts"]
    expected = [1, *([0] * 49), 1, 0, 0]
    assert [cohort["values"] for cohort in cohorts] == [expected] * 365


def test_the_values_of_a_cohort_add_up_to_it_among_many_groups_of_visitors(
    database: Direct, shop: str, ask: Ask
) -> None:
    """Of a hundred, each with days of their own, every third is of each value."""
    for who in range(100):
        days = [at for at in range(7) if (who + 1) >> at & 1]
        happen(database, shop, [("open", f"d{who}", MONDAY + at * DAY, {"s": who % 3}) for at in days])
    asked = question(**{"to": "2026-09-14", "cohort": "every", "breakdown": {"property": "s"}})
    answer = ask("POST", f"/api/apps/{shop}/reports/retention", asked).json
    told = [each["value"] for each in answer["breakdown"]]
    assert sorted(told) == [0, 1, 2]
    for at, cohort in enumerate(answer["cohorts"]):
        parts = [each["cohorts"][at]["values"] for each in answer["breakdown"]]
        assert [sum(each) for each in zip(*parts, strict=True)] == cohort["values"]
        assert [part[0] for part in parts] == [
            sum(who % 3 == value and (who + 1) >> at & 1 for who in range(100)) for value in told
        ]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=calendars("day", "week", "month"),
    drawn=drawn_events(reach=3.5),
    reach=st.tuples(st.floats(0, 2), st.floats(0.1, 2)),
    later=st.integers(1, 4),
    cohort=st.sampled_from(["first", "every"]),
    counting=st.sampled_from(["on", "onOrAfter"]),
    names=st.tuples(st.sampled_from(["a", None]), st.sampled_from(["b", None])),
    only_pro=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    of=st.sampled_from([None, "event", "session", "sessionEnd", "visitor"]),
    limit=st.integers(1, 3),
    compare=st.sampled_from([None, "previous"]),
)
@example(  # midnight strikes twice in St John's on this day
    Days("America/St_Johns", datetime(2006, 10, 29, tzinfo=UTC), "day"),
    [Drawn("a", "d1", None, 150 / 1440), Drawn("a", "d1", None, 155 / 1440), Drawn("a", "d2", None, 140 / 1440)],
    (1.0, 1.0),
    2,
    "every",
    "on",
    (None, None),
    (False, False, False),
    "event",
    3,
    "previous",
)
def test_retention_is_what_looking_at_every_visitor_says(
    database: Direct,
    shop: str,
    ask: Ask,
    days: Days,
    drawn: list[Drawn],
    reach: tuple[float, float],
    later: int,
    cohort: str,
    counting: str,
    names: tuple[str | None, str | None],
    only_pro: tuple[bool, bool, bool],
    of: str | None,
    limit: int,
    compare: str | None,
) -> None:
    take_place(database, shop, drawn, days)
    start, end = days.at(-reach[0]), days.at(reach[1])
    reply = ask(
        "POST",
        f"/api/apps/{shop}/reports/retention",
        {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "timezone": days.zone,
            "interval": days.interval,
            "weekStart": days.week_start,
            "periods": later,
            "startEvent": choice(names[0], only_pro[0]),
            "returnEvent": choice(names[1], only_pro[1]),
            "cohort": cohort,
            "counting": counting,
            "filters": ONLY_PRO if only_pro[2] else [],
            "compare": compare,
            "breakdown": {"property": "plan", "of": of, "limit": limit} if of else None,
        },
    )
    started, returned = (
        acts(drawn, days, name, ["pro"] if one or only_pro[2] else ["pro", None])
        for name, one in zip(names, only_pro, strict=False)
    )
    ranges = [(start, end), (previous(start, end, days.clock.zone), start)] if compare else [(start, end)]
    answers = [reply.json, reply.json["previous"]] if compare else [reply.json]
    plans = ["pro"] if only_pro[0] or only_pro[2] else ["pro", None]
    starts = [one for one in drawn if one.device and names[0] in (None, one.name) and one.plan in plans]
    told: list[Any] = []
    others = False
    rules = [Values(days, drawn, starts, *span, later, of) for span in ranges]
    if of:
        sizes = [rule.sizes(started, cohort) for rule in rules]
        told = sorted(sizes[0], key=lambda value: (-sizes[0][value], value is None, str(value)))[:limit]
        others = any(value not in told for each in sizes for value in each)
    for answer, span, rule in zip(answers, ranges, rules, strict=True):
        expected = partial(
            oracle.retention,
            *(started, returned, days.clock, *span),
            later=later,
            cohort=cohort,
            counting=counting,
            now=datetime.now(UTC),
        )
        assert shown(answer["cohorts"]) == expected()
        assert ("breakdown" in answer) == (of is not None)
        values = [each["value"] for each in answer.get("breakdown", [])]
        assert values == [*told, *(["$other"] if others else [])]
        for each in answer.get("breakdown", []):
            own = rule.others(told) if each["value"] == "$other" else rule.only(each["value"])
            assert shown(each["cohorts"]) == expected(only=own)


def shown(cohorts: list[dict[str, Any]]) -> list[tuple[datetime, int, list[int | None]]]:
    """As the oracle has them."""
    return [(datetime.fromisoformat(one["start"]), one["size"], one["values"]) for one in cohorts]


@dataclass(frozen=True)
class Values:
    """With which value who started in a period, by looking at all that happened."""

    days: Days
    drawn: list[Drawn]
    starts: list[Drawn]
    start: datetime
    end: datetime
    later: int
    of: str | None

    @cached_property
    def reach(self) -> events.Range:
        """From the beginning of the range until the last cohort is over."""
        cohorts = oracle.periods(self.days.clock, self.start, self.end, 0)
        return events.Range(self.start, max(self.end, cohorts[-1].last + self.days.clock.step))

    def said(self, who: str, period: oracle.Period) -> Any:
        """The value of the first start of the period; of several at once the first as JSON, none last."""
        clock = self.days.clock
        own = [one for one in self.starts if LINKS.get(one.device or "", one.device) == who]
        inside = [one for one in own if clock.period(self.days.at(one.after)) == period.name]
        moment = min(self.days.at(one.after) for one in inside)
        asked = events.Asked({}, [self.seen(one) for one in self.drawn], timedelta(minutes=30))
        by = {"property": "plan", "of": self.of}
        at_once = [self.seen(one) for one in inside if self.days.at(one.after) == moment]
        found = [value for one in at_once if (value := events.value_by(by, one, asked, self.reach)) is not None]
        return min(found, default=None)

    def seen(self, one: Drawn) -> events.Seen:
        """An event as that oracle knows it."""
        who = LINKS.get(one.device or "", one.device)
        return events.Seen(one.name, who, self.days.at(one.after), {} if one.plan is None else {"plan": one.plan})

    def only(self, value: Any) -> Callable[[str, oracle.Period], bool]:
        """Whether somebody started with a value."""
        return lambda who, period: self.said(who, period) == value

    def others(self, told: list[Any]) -> Callable[[str, oracle.Period], bool]:
        """Whether with none of those."""
        return lambda who, period: self.said(who, period) not in told

    def sizes(self, started: list[oracle.Act], cohort: str) -> Counter[Any]:
        """How many are in all cohorts, by value."""
        found: Counter[Any] = Counter()
        for period in oracle.periods(self.days.clock, self.start, self.end, 0):
            if period.first >= self.start:
                members = oracle.cohort_members(started, self.days.clock, period, cohort)
                found.update(self.said(who, period) for who in members)
        return found


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "hour"}, "interval", "hour"),
        ({"periods": 0}, "periods", "greater than or equal to 1"),
        ({"periods": 53}, "periods", "less than or equal to 52"),
        ({"periods": "7"}, "periods", "valid integer"),
        ({"cohort": "last"}, "cohort", "last"),
        ({"counting": "before"}, "counting", "before"),
        ({"startEvent": ""}, "startEvent.event", "at least 1"),
        ({"returnEvent": {"name": "open"}}, "returnEvent.event", "required"),
        ({"to": "2027-09-11"}, "", "366 days"),
        ({"from": "1970-01-01", "to": "2099-01-01"}, "", "366 days"),
        ({"event": "open"}, "event", "not known"),
    ],
)
def test_a_retention_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/retention", question(**change))
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def values(ask: Ask, shop: str, **change: object) -> list[list[int | None]]:
    """The values of every cohort."""
    reply = ask("POST", f"/api/apps/{shop}/reports/retention", question(**change))
    return [cohort["values"] for cohort in reply.json["cohorts"]]


def at_the_time(shop: str, now: datetime, counting: str) -> list[list[int | None]]:
    """The values of every cohort, asked at some other time than now."""
    asked = RetentionQuestion.model_validate(question(counting=counting))
    scope = Scope(UUID(shop), timedelta(minutes=30), now)
    return [cohort.values for cohort in answer_of(REPORT, asked, scope).cohorts]


def question(**change: object) -> dict[str, object]:
    """Three daily cohorts with two days to return in."""
    return {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "periods": 2, **change}
