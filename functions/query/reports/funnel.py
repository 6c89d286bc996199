"""Funnel: how many visitors got how far through ordered steps within the conversion window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from statistics import median
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import BigInteger, ColumnElement, Integer, Select, and_, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from query import funnels
from query.reports.attempt import furthest_attempt
from query.reports.choice import EventChoice, asked_about, matches
from query.reports.report import Report, ReportQuestion, Rows
from query.scope import Scope
from query.table import Table
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor

MAX_STEPS = 20
DEFAULT_WINDOW = 604_800
MAX_WINDOW = 366 * 86_400

_SECOND = 1_000_000  # in microseconds, the unit of the arithmetic


Steps = Annotated[list[EventChoice], Field(min_length=1, max_length=MAX_STEPS)]
ConversionWindow = Annotated[int, Field(ge=1, le=MAX_WINDOW)]


class FunnelQuestion(ReportQuestion):
    """`POST /api/apps/{appId}/reports/funnel`: `steps` as they are, or `funnelId` for those of a saved funnel."""

    steps: Steps | None = None
    funnel_id: str | None = None
    conversion_window_seconds: ConversionWindow = DEFAULT_WINDOW
    order: Literal["ordered"] = "ordered"

    @model_validator(mode="after")
    def _check_steps(self) -> Self:
        if (self.steps is None) == (self.funnel_id is None):
            raise ValueError("give either `steps` or `funnelId`")
        return self

    def asked_steps(self) -> list[EventChoice]:
        """The steps, once a saved funnel has been looked up."""
        if self.steps is None:
            raise ValueError("the saved funnel has not been looked up")
        return self.steps


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Rates are between 0 and 1. The median is over those who reached the step; none did, or it is the first: None."""

    event: str | None
    label: str
    visitors: int
    conversion_from_start: float
    conversion_from_previous: float
    median_seconds_from_previous: float | None


@dataclass(frozen=True, slots=True)
class FunnelAnswer:
    """`entered` met the first step, `converted` the last."""

    steps: list[StepAnswer]
    entered: int
    converted: int


def of_saved(question: FunnelQuestion, scope: Scope) -> FunnelQuestion:
    """The question with the steps of the saved funnel that it names, if it does, and its window where it names none.

    Raises NoSuchFunnel.
    """
    if question.funnel_id is None:
        return question
    saved = funnels.get(scope.app_id, question.funnel_id)
    found: dict[str, Any] = {"steps": [EventChoice.model_validate(step) for step in saved.steps], "funnel_id": None}
    if "conversion_window_seconds" not in question.model_fields_set:
        found["conversion_window_seconds"] = saved.conversion_window_seconds
    return question.model_copy(update=found)


def build(question: FunnelQuestion, scope: Scope) -> Select[Any, Any]:
    """The one statement: a row for every visitor with a first step in the range, with the `times` (microseconds since
    1970, ascending) and `masks` (bit k: can meet step k) of every event that can meet a step.

    Later steps may fall after the range as far as the window reaches.
    """
    steps = question.asked_steps()
    chosen = [matches(step, scope) for step in steps]
    latest = question.end + timedelta(seconds=question.conversion_window_seconds)
    who = visitor()
    time, mask = _microseconds(), _mask(chosen)
    return (
        select(
            func.array_agg(aggregate_order_by(time, events.c.occurred_at)).label("times"),
            func.array_agg(aggregate_order_by(mask, events.c.occurred_at)).label("masks"),
        )
        .select_from(events_with_visitors(scope.app_id))
        .where(
            asked_about(question, scope),
            events.c.occurred_at >= question.start,
            events.c.occurred_at <= latest,
            who.is_not(None),
            or_(*chosen),
        )
        .group_by(who)
        .having(func.bool_or(and_(chosen[0], events.c.occurred_at < question.end)))
    )


def _mask(chosen: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    bits = [case((match, literal(1 << at, Integer)), else_=literal(0, Integer)) for at, match in enumerate(chosen)]
    return reduce(add, bits)


def _microseconds() -> ColumnElement[int]:
    """An event's time since 1970: a double holds microseconds exactly for centuries, and is cheaper than numeric."""
    return cast(func.date_part("epoch", events.c.occurred_at) * literal(_SECOND, Integer), BigInteger)


def tally(question: FunnelQuestion, _: Scope, rows: Rows) -> FunnelAnswer:
    """The answer that the visitors' best attempts add up to."""
    steps = question.asked_steps()
    window = question.conversion_window_seconds * _SECOND
    until = _since_1970(question.end)
    reached = [0] * len(steps)
    taken: list[list[int]] = [[] for _ in steps]
    for row in rows:
        attempt = furthest_attempt(row["times"], row["masks"], len(steps), window, until)
        for at, time in enumerate(attempt or ()):
            reached[at] += 1
            if at and attempt:
                taken[at].append(time - attempt[at - 1])
    answers = [
        StepAnswer(
            event=step.event,
            label=step.title,
            visitors=reached[at],
            conversion_from_start=_share(reached[at], reached[0]),
            conversion_from_previous=_share(reached[at], reached[max(at - 1, 0)]),
            median_seconds_from_previous=median(taken[at]) / _SECOND if taken[at] else None,
        )
        for at, step in enumerate(steps)
    ]
    return FunnelAnswer(answers, entered=reached[0], converted=reached[-1])


def table(_: FunnelQuestion, answer: FunnelAnswer) -> Table:
    """A row a step."""
    columns = ["step", "event", "visitors", "conversion from start", "conversion from previous", "median seconds"]
    rows = [
        [
            step.label,
            step.event,
            step.visitors,
            step.conversion_from_start,
            step.conversion_from_previous,
            step.median_seconds_from_previous,
        ]
        for step in answer.steps
    ]
    return Table(columns, rows)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _since_1970(instant: datetime) -> int:
    return (instant - datetime.fromtimestamp(0, instant.tzinfo)) // timedelta(microseconds=1)


REPORT = Report(
    "funnel", "How many visitors got how far.", FunnelQuestion, FunnelAnswer, build, tally, table, prepare=of_saved
)
