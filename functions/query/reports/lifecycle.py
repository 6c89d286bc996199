"""Lifecycle: how many visitors of each interval are new, returning or resurrecting, and how many went dormant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from query.reports.activity import Activity, ActivityQuestion
from query.reports.choice import NamedEvent
from query.reports.periods import Periods, periods_of
from query.reports.report import Example, Report, Weekly
from query.scope import Scope
from query.table import Table
from spoor.time import Interval


class LifecycleQuestion(ActivityQuestion, Weekly):
    """`POST /api/apps/{appId}/reports/lifecycle`; who did `event` in an interval, or any event, was active in it."""

    interval: Interval
    event: NamedEvent | None = None

    @cached_property
    def calendar(self) -> Periods:
        """The intervals that the range touches, the one before the first, and all the time before that."""
        return periods_of(self, self.interval, week_start=self.week_start, before=1, ever=True)


@dataclass(frozen=True, slots=True)
class LifecycleAnswer:
    """Visitors by interval. Active: `new` for the first time ever; `returning`, as in the interval before;
    `resurrecting`, not in the one before, but earlier. `dormant`, not active but in the one before, are negative."""

    buckets: list[datetime]
    new: list[int]
    returning: list[int]
    resurrecting: list[int]
    dormant: list[int]


def tally(question: LifecycleQuestion, _: Scope, seen: Activity) -> LifecycleAnswer:
    """The answer: each interval beside the one before it."""
    active, first = seen.by_period("active"), seen.first_by_period("active")
    answer = LifecycleAnswer(list(question.calendar.starts[1:]), [], [], [], [])
    for before, now, new in zip(active, active[1:], first[1:], strict=False):
        answer.new.append(seen.visitors(new))
        answer.returning.append(seen.visitors(now & before))
        answer.resurrecting.append(seen.visitors(now & ~before & ~new))
        answer.dormant.append(-seen.visitors(before & ~now))
    return answer


def table(_: LifecycleQuestion, answer: LifecycleAnswer) -> Table:
    """A row an interval."""
    columns = [answer.new, answer.returning, answer.resurrecting, answer.dormant]
    rows = [[start.isoformat(), *counts] for start, *counts in zip(answer.buckets, *columns, strict=True)]
    return Table(["bucket", "new", "returning", "resurrecting", "dormant"], rows)


_EXAMPLE = Example(
    {"from": "2026-11-02", "to": "2026-11-16", "interval": "week"},
    {
        "buckets": ["2026-11-02T00:00:00+00:00", "2026-11-09T00:00:00+00:00"],
        "new": [240, 210],
        "returning": [512, 530],
        "resurrecting": [31, 28],
        "dormant": [-190, -214],
    },
)

REPORT = Report(
    name="lifecycle",
    summary="How many visitors are new, returning, resurrecting or dormant.",
    question=LifecycleQuestion,
    answer=LifecycleAnswer,
    tally=tally,
    table=table,
    example=_EXAMPLE,
)
