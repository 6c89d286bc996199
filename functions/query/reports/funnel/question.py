"""What a funnel can be asked."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from query.questions.comparison import Comparing, of_compared
from query.questions.filters import check_values
from query.reports.breakdown import Breakdown
from query.reports.choice import EventChoice
from query.reports.intervals import check_buckets
from query.reports.report import ReportQuestion, Weekly
from spoor.time import Interval

MAX_STEPS = 20
MAX_EXCLUSIONS = 10
DEFAULT_WINDOW = 604_800
MAX_WINDOW = 366 * 86_400

BEYOND = "`toStep` of an exclusion is beyond the last step"


def _affordable(steps: list[EventChoice]) -> list[EventChoice]:
    check_values(steps)
    return steps


Steps = Annotated[list[EventChoice], Field(min_length=1, max_length=MAX_STEPS), AfterValidator(_affordable)]
ConversionWindow = Annotated[int, Field(ge=1, le=MAX_WINDOW)]
Step = Annotated[int, Field(ge=1, le=MAX_STEPS)]
Order = Literal["ordered", "strict", "unordered", "firstEntry"]
Outcome = Literal["reached", "droppedOff"]


class ExcludedEvent(EventChoice):
    """Events that may not happen between the events of two steps, counted from 1."""

    from_step: Step
    to_step: Step

    @model_validator(mode="after")
    def _check_steps(self) -> Self:
        if self.from_step >= self.to_step:
            raise ValueError("`fromStep` must be less than `toStep`")
        return self


Exclusions = Annotated[list[ExcludedEvent], Field(max_length=MAX_EXCLUSIONS)]


def check_exclusions(exclusions: list[ExcludedEvent], order: Order, steps: list[EventChoice] | None) -> None:
    """Raise ValueError where exclusions do not fit the order, or the steps, if they are there already."""
    if exclusions and order == "unordered":
        raise ValueError("steps in any order have no between; leave out `exclusions`, or choose another `order`")
    if steps is not None and any(each.to_step > len(steps) for each in exclusions):
        raise ValueError(BEYOND)


class FunnelQuestion(ReportQuestion, Weekly, Comparing):
    """`POST /api/apps/{appId}/reports/funnel`: `steps` as they are, or `funnelId` for those of a saved funnel."""

    steps: Steps | None = None
    funnel_id: str | None = None
    conversion_window_seconds: ConversionWindow = DEFAULT_WINDOW
    order: Order = "ordered"
    exclusions: Exclusions = Field(default_factory=list)
    breakdown: Breakdown | None = None
    interval: Interval | None = None
    time_to_convert: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.steps is None) == (self.funnel_id is None):
            raise ValueError("give either `steps` or `funnelId`")
        check_exclusions(self.exclusions, self.order, self.steps)
        if self.interval is not None:
            check_buckets(self.start, self.end, self.interval)
            with of_compared():
                check_buckets(*(self.compared_with or (self.start, self.end)), self.interval)
        return self

    def asked_steps(self) -> list[EventChoice]:
        """The steps, once a saved funnel has been looked up."""
        if self.steps is None:
            raise ValueError("the saved funnel has not been looked up")
        return self.steps

    def choices(self) -> list[EventChoice]:
        """What events are asked about: the steps, and after them what is excluded."""
        return [*self.asked_steps(), *self.exclusions]

    def weights(self) -> dict[str, int]:
        """Besides, steps that one event can meet several of: every way to give it to one of them is looked at."""
        found = super().weights()
        names = Counter(choice.event for choice in self.steps or ())
        at_once = names.pop(None, 0) + max(names.values(), default=0)
        steps = found.get("steps", 0) + (3 * at_once**2 if at_once > 1 else 0)
        of = {"breakdown": self.breakdown.weight()} if self.breakdown and self.breakdown.weight() else {}
        return {**found, "steps": steps, **of}
