"""Whether a question can be said in SQL that any engine runs: what is not listed here cannot."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from query.reports.choice import EventChoice
from query.reports.funnel.question import FunnelQuestion
from query.reports.lifecycle import LifecycleQuestion
from query.reports.paths.question import PathsQuestion
from query.reports.retention.question import RetentionQuestion
from query.reports.sessions.question import SessionsQuestion
from query.reports.stickiness import StickinessQuestion
from query.reports.trends.question import Formula, Series, TrendsQuestion

_RANGE = {"timezone", "from_", "to", "interval", "week_start"}
_CHOICE = {"event", "label"}
_KNOWN: Mapping[type[BaseModel], set[str]] = {
    TrendsQuestion: _RANGE | {"series", "compare", "formulas"},
    FunnelQuestion: _RANGE | {"steps", "funnel_id", "conversion_window_seconds", "order", "time_to_convert"},
    RetentionQuestion: _RANGE | {"periods", "start_event", "return_event", "cohort", "counting"},
    SessionsQuestion: _RANGE,
    PathsQuestion: _RANGE | {"depth", "limit"},
    LifecycleQuestion: _RANGE | {"event"},
    StickinessQuestion: _RANGE | {"event"},
    Series: _CHOICE | {"measure"},
    EventChoice: _CHOICE,
    Formula: {"expression", "label"},
}
"""The words of each part of a question; any other may be there only as if it had not been said."""

_MEASURES = {"total", "visitors", "perVisitor"}


def is_portable(question: Any) -> bool:
    """Whether the question, all of it, is known."""
    match question:
        case TrendsQuestion() if question.compare not in (None, "previous") or question.apart is not None:
            return False
        case TrendsQuestion() if any(series.measure not in _MEASURES for series in question.series):
            return False
        case FunnelQuestion() if question.order not in ("ordered", "firstEntry"):
            return False
        case FunnelQuestion() if not _are_apart([step.event for step in question.asked_steps()]):
            return False
        case _:
            return _is_known(question)


def _are_apart(names: list[str | None]) -> bool:
    """Whether no event can meet two steps."""
    return None not in names and len(set(names)) == len(names)


def _is_known(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_known(each) for each in value)
    if not isinstance(value, BaseModel):
        return True
    known = _KNOWN.get(type(value), set())
    fields = type(value).model_fields
    said = {
        name
        for name, field in fields.items()
        if field.is_required() or getattr(value, name) != field.get_default(call_default_factory=True)
    }
    return said <= known and all(_is_known(getattr(value, name)) for name in said)
