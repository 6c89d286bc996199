"""What a cohort can be defined by: what its visitors did, or how far they got in a funnel."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from sqlalchemy import Select, Text, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from query.conditions import holds
from query.filters import Filters, cohorts_named
from query.recent import LastDays, last_days
from query.reports.funnel.question import FunnelQuestion, Step, of_saved
from query.reports.funnel.visitors import Outcome, visitor_ids
from query.scope import Scope
from query.words import EventName, From, To, Words, Zone, instant
from spoor.errors import TooLarge, Unprocessable
from spoor.schema import events
from spoor.time import zone_called
from spoor.visitor import events_with_visitors, visitor

MOST_TIMES = 1_000_000
MOST_LISTED = 100_000
"""Visitors of a funnel that are handed to a statement one by one."""


def _of_no_cohort(filters: Filters) -> Filters:
    if cohorts_named(filters):
        raise ValueError("a cohort is not defined by another one")
    return filters


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
    """Visitors who entered a saved funnel then, and reached a `step` of it, counted from 1, or dropped off there."""

    kind: Literal["funnel"]
    funnel_id: Annotated[str, Field(max_length=64)]
    step: Step
    outcome: Outcome


def _kind(given: Any) -> str | None:
    """Which it is; the tags stand in brackets, which keeps them out of the paths of errors."""
    kind = given.get("kind") if isinstance(given, dict) else getattr(given, "kind", None)
    return f"({kind})" if kind in ("did", "funnel") else None


Definition = Annotated[
    Annotated[Did, Tag("(did)")] | Annotated[InFunnel, Tag("(funnel)")],
    Discriminator(_kind, custom_error_type="kind", custom_error_message="its `kind` must be 'did' or 'funnel'"),
]


def build(definition: Definition, scope: Scope) -> Select[Any]:
    """The visitors of a cohort, a row each, as a statement or as a part of one; those of a funnel are looked up first.

    Raises NoSuchFunnel, Unprocessable, TooLarge, TooSlow, DatabaseAway.
    """
    return _in_funnel(definition, scope) if isinstance(definition, InFunnel) else _did(definition, scope)


def _in_funnel(definition: InFunnel, scope: Scope) -> Select[Any]:
    words = {"timezone": definition.timezone, "funnelId": definition.funnel_id, **definition.said(scope.now)}
    question = of_saved(FunnelQuestion.model_validate(words), scope)
    if cohorts_named(question):
        message = "The steps of this funnel name a cohort, and a cohort is not defined by another one"
        raise Unprocessable([{"path": "definition.funnelId", "message": message}])
    who = visitor_ids(question, scope, definition.step, definition.outcome)
    if len(who) > MOST_LISTED:
        raise TooLarge(f"More than {MOST_LISTED:,} visitors of the funnel are in this cohort. Choose a shorter range.")
    return select(func.unnest(literal(who, ARRAY(Text))).label("visitor"))


def _did(definition: Did, scope: Scope) -> Select[Any]:
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
