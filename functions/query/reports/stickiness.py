"""Stickiness: how many visitors were active on exactly so many days of a range."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from query.reports.activity import Activity, ActivityQuestion
from query.reports.choice import NamedEvent
from query.reports.periods import Periods, periods_of
from query.reports.planes import count_planes, equal_to
from query.reports.report import Example, Report
from query.scope import Scope
from query.table import Table


class StickinessQuestion(ActivityQuestion):
    """`POST /api/apps/{appId}/reports/stickiness`; who did `event` on a day, or any event, was active on it."""

    interval: Literal["day"] = "day"
    event: NamedEvent | None = None

    @cached_property
    def calendar(self) -> Periods:
        """The days that the range touches."""
        return periods_of(self, self.interval)

    @property
    def edges(self) -> list[datetime]:
        """Those of the days, as far as the range goes."""
        return [max(self.start, min(edge, self.end)) for edge in self.calendar.edges]


@dataclass(frozen=True, slots=True)
class StickinessAnswer:
    """`visitors[i]` were active on exactly `days[i]` days; days are 1 to the number of days of the range."""

    days: list[int]
    visitors: list[int]


def tally(question: StickinessQuestion, _: Scope, seen: Activity) -> StickinessAnswer:
    """The answer: how many days each visitor has a bit for."""
    counted = count_planes(seen.by_period("active"))
    days = range(1, len(question.calendar.starts) + 1)
    return StickinessAnswer(list(days), [seen.visitors(equal_to(day, counted, seen.everybody)) for day in days])


def table(_: StickinessQuestion, answer: StickinessAnswer) -> Table:
    """A row for each number of days."""
    return Table(["days", "visitors"], list(zip(answer.days, answer.visitors, strict=True)))


_EXAMPLE = Example(
    {"from": "2026-11-02", "to": "2026-11-05", "event": "Order Completed"},
    {"days": [1, 2, 3], "visitors": [120, 14, 2]},
)

REPORT = Report(
    name="stickiness",
    summary="On how many days visitors were active.",
    question=StickinessQuestion,
    answer=StickinessAnswer,
    tally=tally,
    table=table,
    example=_EXAMPLE,
)
