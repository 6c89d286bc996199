"""Who reached a step of a funnel, or dropped off there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from query.inquiry import Inquiry
from query.questions.pages import BadCursor, cursor_at, read_cursor
from query.reports.funnel.attempts import EPOCH, Attempt, attempts
from query.reports.funnel.parcels import Parcels
from query.reports.funnel.question import FunnelQuestion, Outcome, Step
from query.scope import Scope
from spoor.errors import Unprocessable

_Place = tuple[int, bytes]
"""Where a visitor stands in the list: minus when they entered, and their id."""


def _left_out(given: Any) -> None:
    if given is not None:
        raise ValueError("visitors are listed of the whole range, all together; leave it out")


def _left_out_or_false(given: Any) -> None:
    _left_out(None if given is False else given)


_LeftOut = SkipJsonSchema[Annotated[None, BeforeValidator(_left_out)]]
"""What a funnel can be asked and a list of its visitors cannot: null, as where it is left out."""

_LeftOutOrFalse = SkipJsonSchema[Annotated[None, BeforeValidator(_left_out_or_false)]]
"""The same of what a funnel has as false unless it is asked."""


class FunnelVisitorsQuestion(FunnelQuestion):
    """`POST /api/apps/{appId}/reports/funnel/visitors`: a funnel, and whom of it to list. `step` counts from 1; who
    dropped off at a step met it and not the next."""

    breakdown: _LeftOut = None
    compare: _LeftOut = None
    interval: _LeftOut = None
    time_to_convert: _LeftOutOrFalse = None  # type: ignore[assignment]  # null is no answer to it either
    step: Step
    outcome: Outcome
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    cursor: Annotated[str, Field(max_length=400)] | None = None


@dataclass(frozen=True, slots=True)
class FunnelVisitor:
    """A visitor's furthest attempt: when step 1 was met, and when the last event of it was."""

    visitor_id: str
    entered_at: datetime
    last_step_at: datetime


@dataclass(frozen=True, slots=True)
class FunnelVisitorsPage:
    """Who entered last comes first. `next_cursor` asks for the page after this one; None where there is none."""

    visitors: list[FunnelVisitor]
    next_cursor: str | None


def tally(question: FunnelVisitorsQuestion, scope: Scope, parcels: Parcels) -> FunnelVisitorsPage:
    """Some of those whom the question asks for.

    Raises BadCursor, TooSlow.
    """
    after = None if question.cursor is None else _place_of(question.cursor)
    found = outcomes(question, scope, parcels, question.step, question.outcome)
    following = found if after is None else [attempt for attempt in found if _place(attempt) > after]
    first = nsmallest(question.limit + 1, following, key=_place)
    shown = [
        FunnelVisitor(attempt.visitor.decode(), _instant(attempt.entered), _instant(attempt.times[-1]))
        for attempt in first[: question.limit]
    ]
    return FunnelVisitorsPage(shown, _cursor(first[question.limit - 1]) if len(first) > question.limit else None)


def entered_at_most(question: FunnelVisitorsQuestion) -> int | None:
    """When those of the page entered, at the latest, in microseconds since 2000; None for the first page.

    Raises BadCursor.
    """
    return None if question.cursor is None else -_place_of(question.cursor)[0]


def check_page(question: FunnelVisitorsQuestion) -> None:
    """Refuse what no page is, before anything is gathered for it.

    Raises BadCursor, Unprocessable.
    """
    if question.cursor is not None:
        _place_of(question.cursor)
    check_step(len(question.asked_steps()), question.step, question.outcome, "step")


def check_step(steps: int, step: int, outcome: Outcome, path: str) -> None:
    """Refuse a step, said at `path`, that a funnel of so many does not have, or that nobody can drop off at.

    Raises Unprocessable.
    """
    last = steps - (outcome == "droppedOff")
    if step > last:
        raise Unprocessable([{"path": path, "message": f"The last step for `{outcome}` is {last}"}])


def outcomes(question: FunnelQuestion, scope: Scope, parcels: Parcels, step: int, outcome: Outcome) -> list[Attempt]:
    """The furthest attempts of all visitors of that outcome; `step` counts from 1.

    Raises TooSlow.
    """
    found = attempts(question.model_copy(update={"breakdown": None}), parcels, scope.deadline)
    if outcome == "droppedOff":
        return [attempt for attempt in found if len(attempt.times) == step]
    return [attempt for attempt in found if len(attempt.times) >= step]


def _place(attempt: Attempt) -> _Place:
    return -attempt.entered, attempt.visitor


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _cursor(attempt: Attempt) -> str:
    return cursor_at(b"%d %s" % (attempt.entered, attempt.visitor))


def _place_of(cursor: str) -> _Place:
    entered, _, visitor = read_cursor(cursor).partition(b" ")
    try:
        return -int(entered), visitor
    except ValueError as error:
        raise BadCursor from error


VISITORS = Inquiry(name="funnel_visitors", tally=tally, check=check_page)
