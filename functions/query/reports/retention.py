"""Retention: how many visitors of each cohort came back in the periods after it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from query.reports.activity import Activity, ActivityQuestion
from query.reports.choice import ANY_EVENT, NamedEvent
from query.reports.periods import Periods, periods_of
from query.reports.report import Example, Report, Weekly
from query.scope import Scope
from query.table import Table

MAX_LATER = 52


class RetentionQuestion(ActivityQuestion, Weekly):
    """`POST /api/apps/{appId}/reports/retention`; an event that is not said is any event."""

    interval: Literal["day", "week", "month"]
    periods: Annotated[int, Field(ge=1, le=MAX_LATER)]
    start_event: NamedEvent | None = None
    return_event: NamedEvent | None = None
    cohort: Literal["first", "every"] = "first"
    counting: Literal["on", "onOrAfter"] = "on"

    @cached_property
    def calendar(self) -> Periods:
        """The periods that the range touches, and those in which the last of them may return. For first starts also
        what was before: who started then is in none of the cohorts."""
        return periods_of(
            self, self.interval, week_start=self.week_start, after=self.periods, ever=self.cohort == "first"
        )

    @cached_property
    def cohorts(self) -> range:
        """Which periods of the calendar are cohorts: those that begin in the range."""
        begun = sum(start < self.start for start in self.calendar.starts)
        return range(begun, len(self.calendar.starts) - self.periods)

    @property
    def returns(self) -> str:
        """The mark of a return; where one event is both, that of a start."""
        same = (self.start_event or ANY_EVENT) == (self.return_event or ANY_EVENT)
        return "started" if same else "returned"


@dataclass(frozen=True, slots=True)
class RetentionCohort:
    """The visitors who started in the period from `start`: `size` of them, of whom `values[k]` returned in period k
    after it. Value 0 is the size; a later one is None until its period is over."""

    start: datetime
    size: int
    values: list[int | None]


@dataclass(frozen=True, slots=True)
class RetentionAnswer:
    """A cohort for each period that begins in the range, the earliest first."""

    cohorts: list[RetentionCohort]


def tally(question: RetentionQuestion, scope: Scope, seen: Activity) -> RetentionAnswer:
    """The answer: who is marked in the cohort's period and in that of the return."""
    calendar = question.calendar
    started = seen.first_by_period("started") if question.cohort == "first" else seen.by_period("started")
    returned = seen.by_period(question.returns)
    cohorts = []
    for place in question.cohorts:
        size = seen.visitors(started[place])
        values: list[int | None] = [size, *([None] * question.periods)]
        over = sum(end <= scope.now for end in calendar.ends[place + 1 : place + 1 + question.periods])
        there = 0
        for later in range(over, 0, -1):
            there = returned[place + later] | (there if question.counting == "onOrAfter" else 0)
            values[later] = seen.visitors(started[place] & there)
        cohorts.append(RetentionCohort(calendar.starts[place], size, values))
    return RetentionAnswer(cohorts)


def table(question: RetentionQuestion, answer: RetentionAnswer) -> Table:
    """A row a cohort."""
    periods = [f"{question.interval} {later}" for later in range(1, question.periods + 1)]
    rows = [[cohort.start.isoformat(), cohort.size, *cohort.values[1:]] for cohort in answer.cohorts]
    return Table(["cohort", "size", *periods], rows)


_EXAMPLE = Example(
    {"from": "2026-11-02", "to": "2026-11-16", "interval": "week", "periods": 2, "startEvent": "Signed Up"},
    {
        "cohorts": [
            {"start": "2026-11-02T00:00:00+00:00", "size": 240, "values": [240, 96, 61]},
            {"start": "2026-11-09T00:00:00+00:00", "size": 210, "values": [210, 88, None]},
        ]
    },
)

REPORT = Report(
    name="retention",
    summary="How many visitors came back.",
    question=RetentionQuestion,
    answer=RetentionAnswer,
    tally=tally,
    table=table,
    example=_EXAMPLE,
)
