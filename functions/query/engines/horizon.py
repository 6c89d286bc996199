"""Events before an app's horizon are in the lake alone: whether the table has all that a question is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar, cast

from pydantic import BaseModel

from query.cohorts.memberships import OfFunnel
from query.cohorts.words import Did
from query.engines.lake.words import parts_of
from query.engines.reasons import Reason
from query.looks.catalog import CatalogQuestion
from query.looks.cohort_visitors import CohortVisitorsQuestion
from query.looks.export import ExportAsked, day_bounds
from query.looks.live import LiveQuestion
from query.looks.timeline import TimelineAsked
from query.questions.comparison import Comparing
from query.questions.words import OpenRange
from query.reports.activity import ActivityQuestion
from query.reports.breakdown import FIRST_SEEN_WITHIN, Breakdown
from query.reports.changes.question import ChangesQuestion
from query.reports.groups import MEMBER_FOR
from query.reports.report import ReportQuestion
from query.scope import Scope
from spoor.errors import SpoorError, TooLarge

Q = TypeVar("Q")

_BEFORE = timedelta(days=1)
"""So long before a range reports look at most, to see that a session goes on rather than begins."""


class BeforeHorizon(TooLarge):
    """The table has not all events that the question is about, and the lake does not know how to answer it."""

    code = "BEFORE_HORIZON"

    def __init__(self, horizon: datetime, reason: Reason) -> None:
        super().__init__(
            f"Events before {horizon:%Y-%m-%d} have left the database, as this app's `retentionDays` says, and this"
            f" cannot be answered from the lake alone ({reason}). Ask for a range that begins later, or more simply."
        )


class LakeAway(SpoorError):
    """What the lake alone has cannot be read just now."""

    status: ClassVar[int] = 503
    code = "LAKE_UNAVAILABLE"
    cause = "lake"
    retry_after = 60

    def __init__(self, horizon: datetime, reason: Reason) -> None:
        super().__init__(
            f"Events before {horizon:%Y-%m-%d} are in the lake alone, which cannot be read just now ({reason})."
            " Try again in a minute."
        )


_LATER = {Reason.BROKEN_FILES, Reason.STORE_AWAY, Reason.NO_LAKE}
"""What somebody has to mend, so that the same question can be answered again."""


def in_table(question: Q, scope: Scope) -> tuple[Q, Scope]:
    """The question; a look that says no beginning begins no sooner than the table does, which its scope then tells."""
    if scope.horizon is None:
        return question, scope
    words: Any = question.words if isinstance(question, TimelineAsked) else question
    if not isinstance(words, OpenRange) or words.from_ is not None:
        return question, scope
    begins = _begins(question, scope)
    if begins is not None and begins >= scope.horizon:
        return question, scope
    later: Any = words.model_copy(update={"from_": scope.horizon.isoformat()})
    asked: Any = replace(question, words=later) if isinstance(question, TimelineAsked) else later
    return cast(Q, asked), replace(scope, begins_at=scope.horizon)


def check_table(question: Any, scope: Scope, reason: Reason) -> None:
    """See that the table has all that a question is about, which the lake does not answer for a reason.

    Raises BeforeHorizon, LakeAway.
    """
    if scope.horizon is not None and not is_in_table(question, scope):
        raise (LakeAway if reason in _LATER else BeforeHorizon)(scope.horizon, reason)


def is_in_table(question: Any, scope: Scope) -> bool:
    """Whether the table has all events that may change the answer."""
    if scope.horizon is None:
        return True
    since = looks_back_to(question, scope)
    return since is not None and since >= scope.horizon


def looks_back_to(question: Any, scope: Scope) -> datetime | None:
    """The first instant whose events may change the answer; None where all may, as far as anybody knows."""
    begins = [_begins(question, scope), *(_begins(each, scope) for each in scope.cohorts.values())]
    return None if any(each is None for each in begins) else min(each for each in begins if each is not None)


def _begins(question: Any, scope: Scope) -> datetime | None:
    match question:
        case ReportQuestion():
            return _of_report(question)
        case ChangesQuestion():
            return min(question.before.start, question.now.start) - _BEFORE - _more(question)
        case Did():
            return question.range(scope.now)[0]
        case OfFunnel():
            return _of_report(question.question)
        case CohortVisitorsQuestion():
            return _begins(question.membership, scope)
        case TimelineAsked() | CatalogQuestion():
            return question.range(scope.now)[0]
        case OpenRange():
            return question.start
        case ExportAsked() if question.words.day is not None:
            return day_bounds(question.words.day, question.words.timezone)[0]
        case LiveQuestion():
            return scope.now - _BEFORE
        case _:
            return None


def _of_report(question: ReportQuestion) -> datetime:
    found = [question.edges[0] if isinstance(question, ActivityQuestion) else question.start]
    other = question.compared_with if isinstance(question, Comparing) else None
    if isinstance(question, Comparing) and other is not None:
        found.append(_of_report(question.over(other)) + _BEFORE)
    return min(found) - _BEFORE - _more(question)


def _more(question: BaseModel) -> timedelta:
    """How much farther a breakdown by what visitors said first looks, and what they said of their accounts."""
    parts = list(parts_of(question))
    found = [FIRST_SEEN_WITHIN for each in parts if isinstance(each, Breakdown) and each.of == "visitor"][:1]
    found += [MEMBER_FOR for each in parts if isinstance(each, ReportQuestion) and each.group is not None][:1]
    return sum(found, timedelta())
