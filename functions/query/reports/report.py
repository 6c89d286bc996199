"""What a report is: a question, the one statement it becomes, the answer its rows add up to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import Field
from sqlalchemy import ClauseElement

from query.filters import Filters
from query.scope import Scope
from query.table import Table
from query.words import Ranged

Rows = Sequence[Mapping[str, Any]]


class ReportQuestion(Ranged):
    """What all reports can be asked: a range, and filters that every event has to pass."""

    filters: Filters = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Example:
    """A question that can be asked as it is, and what it may answer; both as JSON, for the API's documentation."""

    question: Mapping[str, Any]
    answer: Mapping[str, Any]


Q = TypeVar("Q", bound=ReportQuestion)
A = TypeVar("A")


def _as_asked(question: Q, _: Scope) -> Q:
    return question


@dataclass(frozen=True)
class Report(Generic[Q, A]):
    """One report: `build` and `tally` are pure. `prepare` looks up what the question names (a saved funnel), `table`
    is the answer for a spreadsheet."""

    name: str
    summary: str
    question: type[Q]
    answer: type[A]
    build: Callable[[Q, Scope], ClauseElement]
    tally: Callable[[Q, Scope, Rows], A]
    table: Callable[[Q, A], Table]
    example: Example
    prepare: Callable[[Q, Scope], Q] = _as_asked
