"""What a cohort can be defined by: what its visitors did, or how far they got in a funnel."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from query.questions.filters import Filters, cohorts_named
from query.questions.recent import LastDays, last_days
from query.questions.words import EventName, From, To, Words, Zone, instant
from query.reports.funnel.question import ConversionWindow, Exclusions, Order, Outcome, Step, Steps, check_exclusions
from spoor.time import zone_called

MOST_TIMES = 1_000_000


Part = TypeVar("Part")


def _of_no_cohort(part: Part) -> Part:
    if cohorts_named(part):
        raise ValueError("a cohort is not defined by another one")
    return part


class _Within(Words):
    """Within a range, or in the last days."""

    timezone: Zone = "UTC"
    from_: From | None = Field(None, alias="from")
    to: To | None = None
    last_days: LastDays | None = None

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        if (self.from_ is None) != (self.to is None) or (self.from_ is None) == (self.last_days is None):
            raise ValueError("give either `from` and `to`, or `lastDays`")
        return self

    def said(self, now: datetime) -> dict[str, str]:
        """The range as a question says it, as it is `now`."""
        if self.last_days:
            return last_days(self.last_days, now, zone_called(self.timezone))
        return {"from": self.from_ or "", "to": self.to or ""}

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """The range, as it is `now`."""
        zone, said = zone_called(self.timezone), self.said(now)
        return instant(said["from"], zone), instant(said["to"], zone)


class Did(_Within):
    """Visitors who did something `at_least`, and `at_most`, so many times."""

    kind: Literal["did"]
    event: EventName | None
    filters: Annotated[Filters, AfterValidator(_of_no_cohort)] = Field(default_factory=list)
    at_least: Annotated[int, Field(ge=1, le=MOST_TIMES)] = 1
    at_most: Annotated[int, Field(ge=1, le=MOST_TIMES)] | None = None

    @model_validator(mode="after")
    def _check_times(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("`atMost` must not be less than `atLeast`")
        return self


class InFunnel(_Within):
    """Visitors who entered a funnel then, and reached a `step` of it, counted from 1, or dropped off there: a saved
    one, or one of these `steps`; asked with the words that the report has."""

    kind: Literal["funnel"]
    funnel_id: Annotated[str, Field(max_length=64)] | None = None
    steps: Annotated[Steps, AfterValidator(_of_no_cohort)] | None = None
    conversion_window_seconds: ConversionWindow | None = None
    order: Order = "ordered"
    exclusions: Annotated[Exclusions, AfterValidator(_of_no_cohort)] = Field(default_factory=list)
    filters: Annotated[Filters, AfterValidator(_of_no_cohort)] = Field(default_factory=list)
    step: Step
    outcome: Outcome

    @model_validator(mode="after")
    def _check_funnel(self) -> Self:
        if (self.steps is None) == (self.funnel_id is None):
            raise ValueError("give either `steps` or `funnelId`")
        check_exclusions(self.exclusions, self.order, self.steps)
        return self

    def question(self, now: datetime) -> dict[str, Any]:
        """What the funnel's report would be asked `now`."""
        own = {"kind", "step", "outcome", "from_", "to", "last_days"}
        words = self.model_dump(by_alias=True, exclude_unset=True, exclude=own)
        return {**{name: value for name, value in words.items() if value is not None}, **self.said(now)}


def _kind(given: Any) -> str | None:
    """Which it is; the tags stand in brackets, which keeps them out of the paths of errors."""
    kind = given.get("kind") if isinstance(given, dict) else getattr(given, "kind", None)
    return f"({kind})" if kind in ("did", "funnel") else None


Definition = Annotated[
    Annotated[Did, Tag("(did)")] | Annotated[InFunnel, Tag("(funnel)")],
    Discriminator(_kind, custom_error_type="kind", custom_error_message="its `kind` must be 'did' or 'funnel'"),
]
