"""Whether the lake knows what is asked, by the words alone: what is not listed here it leaves to Postgres."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from query.cohorts.memberships import OfFunnel
from query.cohorts.words import Did
from query.engines.reasons import Reason
from query.looks.cohort_visitors import CohortVisitorsQuestion
from query.questions.comparison import OtherRange
from query.questions.filters import AllOf, AnyOf, Filter
from query.reports.breakdown import Breakdown
from query.reports.changes.question import ChangesQuestion
from query.reports.choice import EventChoice
from query.reports.funnel.question import ExcludedEvent, FunnelQuestion
from query.reports.funnel.visitors import FunnelVisitorsQuestion
from query.reports.lifecycle import LifecycleQuestion
from query.reports.overview.question import AskedList, OverviewQuestion
from query.reports.paths.question import PathsQuestion
from query.reports.retention.question import RetentionQuestion
from query.reports.sessions.question import SessionBreakdown, SessionsQuestion
from query.reports.stickiness import StickinessQuestion
from query.reports.trends.question import Formula, Series, TrendsQuestion

_RANGE = {"timezone", "from_", "to", "filters", "interval", "week_start", "group"}
_CHOICE = {"event", "filters", "label"}
_FUNNEL = {"steps", "funnel_id", "conversion_window_seconds", "order", "exclusions"}
_KNOWN: dict[type[BaseModel], set[str]] = {
    TrendsQuestion: _RANGE | {"series", "breakdown", "compare", "formulas"},
    FunnelQuestion: _RANGE | _FUNNEL | {"breakdown", "time_to_convert", "compare"},
    FunnelVisitorsQuestion: _RANGE | _FUNNEL | {"step", "outcome", "limit", "cursor"},
    RetentionQuestion: _RANGE
    | {"periods", "start_event", "return_event", "cohort", "counting", "compare", "breakdown"},
    SessionsQuestion: _RANGE | {"compare", "breakdown"},
    SessionBreakdown: {"property", "of", "limit"},
    OverviewQuestion: _RANGE | {"lists", "compare"},
    AskedList: {"property", "of", "limit", "measure"},
    PathsQuestion: _RANGE | {"start_event", "end_event", "depth", "limit", "property"},
    LifecycleQuestion: _RANGE | {"event"},
    StickinessQuestion: _RANGE | {"event"},
    ChangesQuestion: {"report", "question", "compare", "properties"},
    Did: {"kind", "event", "filters", "at_least", "at_most", "timezone", "from_", "to", "last_days"},
    OtherRange: {"from_", "to"},
    Series: _CHOICE | {"measure", "property"},
    EventChoice: _CHOICE,
    ExcludedEvent: _CHOICE | {"from_step", "to_step"},
    Formula: {"expression", "label"},
    Breakdown: {"property", "of", "limit"},
    Filter: {"property", "operator", "value", "ignore_case"},
    AnyOf: {"any"},
    AllOf: {"all"},
}
"""The words of each part of a question. A part that is not here, and a word that is not, may be there only as if it had
not been said."""

LOOKS = ("export",)
"""Looks that the lake knows, where the table has not all that they are about."""

INQUIRIES = {
    *("changes", "cohort_size", "cohort_visitors", "funnel", "funnel_visitors", "lifecycle", "overview", "paths"),
    *("retention", "sessions", "stickiness", "trends"),
}
OPERATORS = {
    *("is", "isNot", "contains", "notContains", "startsWith", "endsWith", "matches", "has"),
    *("between", "gt", "gte", "lt", "lte", "isSet", "isNotSet"),
}


def reason_against(name: str, question: Any) -> Reason | None:
    """Why the lake does not know how to answer the question of the inquiry `name`; None where it does."""
    if name not in INQUIRIES:
        return Reason.REPORT_NOT_SEALED
    for part in parts_of(question):
        known = _KNOWN.get(type(part))
        if known is None or any(name not in known for name in _said(part)):
            return Reason.FILTER_NOT_SEALED if isinstance(part, Filter) else Reason.REPORT_NOT_SEALED
        match part:
            case Filter() if part.operator not in OPERATORS:
                return Reason.FILTER_NOT_SEALED
    return None


def parts_of(value: Any) -> Iterator[BaseModel]:
    """A part of a question, and all parts of it."""
    if isinstance(value, OfFunnel):
        yield from parts_of(value.question)
    elif isinstance(value, CohortVisitorsQuestion):
        yield from parts_of(value.membership)
    elif isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from parts_of(each)


def _said(part: BaseModel) -> Iterator[str]:
    """The words that are not as if they had not been said."""
    for name, field in type(part).model_fields.items():
        if field.is_required() or getattr(part, name) != field.get_default(call_default_factory=True):
            yield name
