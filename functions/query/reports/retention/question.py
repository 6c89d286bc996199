"""What retention can be asked."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from query.questions.comparison import Comparing, Span, of_compared
from query.reports.activity import ActivityQuestion
from query.reports.breakdown import Breakdown
from query.reports.choice import ANY_EVENT, NamedEvent
from query.reports.periods import Periods, periods_of
from query.reports.report import Weekly

MAX_LATER = 52
MAX_VALUES = 100_000
"""How many numbers an answer may hold at most."""


class RetentionQuestion(ActivityQuestion, Weekly, Comparing):
    """`POST /api/apps/{appId}/reports/retention`; an event that is not said is any event."""

    interval: Literal["day", "week", "month"]
    periods: Annotated[int, Field(ge=1, le=MAX_LATER)]
    start_event: NamedEvent | None = None
    return_event: NamedEvent | None = None
    cohort: Literal["first", "every"] = "first"
    counting: Literal["on", "onOrAfter"] = "on"
    breakdown: Breakdown | None = None

    @model_validator(mode="after")
    def _check_other_range(self) -> Self:
        if self.compared_with:
            with of_compared():
                _ = self.over(self.compared_with).calendar  # which says so where that range has too many periods
        values = len(self.cohorts) * (self.periods + 1) * (self.breakdown.limit + 1 if self.breakdown else 1)
        if values > MAX_VALUES:
            raise ValueError(
                f"the answer could have {values} values, and {MAX_VALUES} is the most; ask for fewer `periods`, a "
                "lower `limit` of the breakdown, a longer interval or a shorter range"
            )
        return self

    @cached_property
    def told_in(self) -> Span:
        """From the beginning of the range until the last of the cohorts is over."""
        ends = [self.calendar.ends[place] for place in self.cohorts]
        return Span(self.start, ends[-1] if ends else self.start)

    def weights(self) -> dict[str, int]:
        """Besides, a breakdown: it looks at the events that start once more."""
        found = super().weights()
        return {**found, "breakdown": 10 + self.breakdown.weight()} if self.breakdown else found

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
