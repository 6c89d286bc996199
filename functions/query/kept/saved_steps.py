"""A funnel's question with the steps of the saved funnel that it names."""

from typing import Any, TypeVar
from uuid import UUID

from query.kept import funnels
from query.reports.choice import EventChoice
from query.reports.funnel.question import BEYOND, FunnelQuestion
from spoor.errors import Unprocessable

Q = TypeVar("Q", bound=FunnelQuestion)


def put_saved_steps(question: Q, app_id: UUID) -> Q:
    """The question with the steps of the saved funnel that it names, if it does, and its window where it names none.

    Raises NoSuchFunnel, Unprocessable where the question goes beyond the saved steps.
    """
    if question.funnel_id is None:
        return question
    saved = funnels.get(app_id, question.funnel_id)
    if any(each.to_step > len(saved.steps) for each in question.exclusions):
        raise Unprocessable([{"path": "exclusions", "message": BEYOND}])
    found: dict[str, Any] = {"steps": [EventChoice.model_validate(step) for step in saved.steps], "funnel_id": None}
    if "conversion_window_seconds" not in question.model_fields_set:
        found["conversion_window_seconds"] = saved.conversion_window_seconds
    return question.model_copy(update=found)
