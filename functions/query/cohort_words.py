"""What a cohort can be defined by: what its visitors did, or how far they got in a funnel."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from sqlalchemy import Select, func, select, true

from query.conditions import holds
from query.filters import Filters, cohorts_named
from query.recent import LastDays, last_days, with_range
from query.reports.funnel.question import FunnelQuestion, Step
from query.reports.funnel.visitors import Outcome
from query.scope import Scope
from query.words import EventName, From, To, Words, Zone, instant
from spoor.schema import events
from spoor.time import zone_called
from spoor.visitor import events_with_visitors, visitor

MOST_TIMES = 1_000_000

_ANY_DAY = datetime(2030, 1, 1, tzinfo=UTC)
"""Whether a definition makes sense does not depend on the day."""


def _of_no_cohort(filters: Filters) -> Filters:
    if cohorts_named(filters):
        raise ValueError("a cohort is not defined by another one")
    return filters


class Did(Words):
    """Visitors who did something `at_least`, and `at_most`, so many times, within a range or in the last days."""

    kind: Literal["did"]
    timezone: Zone = "UTC"
    from_: From | None = Field(None, alias="from")
    to: To | None = None
    last_days: LastDays | None = None
    event: EventName | None
    filters: Annotated[Filters, AfterValidator(_of_no_cohort)] = Field(default_factory=list)
    at_least: Annotated[int, Field(ge=1, le=MOST_TIMES)] = 1
    at_most: Annotated[int, Field(ge=1, le=MOST_TIMES)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.from_ is None) != (self.to is None) or (self.from_ is None) == (self.last_days is None):
            raise ValueError("give either `from` and `to`, or `lastDays`")
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("`atMost` must not be less than `atLeast`")
        return self

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """The range, as it is `now`."""
        zone = zone_called(self.timezone)
        said = (
            last_days(self.last_days, now, zone) if self.last_days else {"from": self.from_ or "", "to": self.to or ""}
        )
        return instant(said["from"], zone), instant(said["to"], zone)


class InFunnel(Words):
    """Visitors who reached a step of a funnel, or met it and not the next. `question` is that of the funnel report,
    with a range of its own, or without one and with `last_days`."""

    kind: Literal["funnel"]
    question: dict[str, Any]
    last_days: LastDays | None = None
    step: Step
    outcome: Outcome

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.last_days is not None and {"from", "to"} & self.question.keys():
            raise ValueError("give either `from` and `to` in the question, or `lastDays`")
        try:
            asked = self.asked(_ANY_DAY)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise ValueError(f"question.{place}: {first['msg'].removeprefix('Value error, ')}") from None
        if cohorts_named(asked):
            raise ValueError("a cohort is not defined by another one")
        return self

    def asked(self, now: datetime) -> FunnelQuestion:
        """The funnel's question, as it is `now`. Raises ValidationError."""
        return FunnelQuestion.model_validate(with_range(self.question, self.last_days, now))


Definition = Annotated[Did | InFunnel, Field(discriminator="kind")]


def build(definition: Did, scope: Scope) -> Select[Any]:
    """The visitors who did it, a row each, as a statement or as a part of one."""
    start, end = definition.range(scope.now)
    times = func.count()
    enough = times >= definition.at_least
    return (
        select(visitor().label("visitor"))
        .select_from(events_with_visitors(scope.app_id))
        .where(
            events.c.app_id == scope.app_id,
            events.c.occurred_at >= start,
            events.c.occurred_at < end,
            true() if definition.event is None else events.c.name == definition.event,
            holds(definition.filters, {}),
            visitor().is_not(None),
        )
        .group_by(visitor())
        .having(enough if definition.at_most is None else enough & (times <= definition.at_most))
        .correlate(None)
    )
