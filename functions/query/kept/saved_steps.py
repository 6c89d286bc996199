"""A funnel's question with the steps of the saved funnel that it names."""

from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from query.kept import funnels
from query.reports.choice import EventChoice
from query.reports.funnel.question import BEYOND, FunnelQuestion, Steps
from spoor.errors import Unprocessable
from spoor.http.problems import problem

Q = TypeVar("Q", bound=FunnelQuestion)
_STEPS: TypeAdapter[list[EventChoice]] = TypeAdapter(Steps)


def put_saved_steps(question: Q, app_id: UUID) -> Q:
    """The question with the steps of the saved funnel that it names, if it does, and its window where it names none.

    Raises NoSuchFunnel, Unprocessable where the question goes beyond the saved steps, or these cannot be asked.
    """
    if question.funnel_id is None:
        return question
    saved = funnels.get(app_id, question.funnel_id)
    steps = _read(saved.steps)
    if any(each.to_step > len(steps) for each in question.exclusions):
        raise Unprocessable([{"path": "exclusions", "message": BEYOND}])
    found: dict[str, Any] = {"steps": steps, "funnel_id": None}
    if "conversion_window_seconds" not in question.model_fields_set:
        found["conversion_window_seconds"] = saved.conversion_window_seconds
    return question.model_copy(update=found)


def _read(saved: list[dict[str, Any]]) -> list[EventChoice]:
    """Steps that the database holds, as they would be asked. Raises Unprocessable, naming those that cannot be."""
    try:
        return _STEPS.validate_python(saved)
    except ValidationError as error:
        found = [problem({**dict(each), "loc": ("steps", *each["loc"])}) for each in error.errors()]
        for each in found:
            each["message"] = f"The saved funnel cannot be asked: {each['message']}"
        raise Unprocessable(found) from None
