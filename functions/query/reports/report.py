"""What a report is: a question of words, what is gathered for it, the answer that this adds up to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from query.inquiry import Inquiry
from query.questions.filters import Filters, check_values, filters_in
from query.questions.words import Ranged, Words
from query.reports.groups import Group
from query.table import Table
from spoor.time import WeekStart

OF_ACCOUNTS = 15
"""What it costs an event to say which accounts it names, in tenths of a microsecond."""


class Weekly(Words):
    """A part of a question in which weeks may be counted."""

    week_start: Annotated[WeekStart, Field(description="The day on which weeks begin.")] = "monday"


class ReportQuestion(Ranged):
    """What all reports can be asked: a range, filters that every event has to pass, and whom to count."""

    filters: Filters = Field(default_factory=list)
    group: Group | None = None

    @model_validator(mode="after")
    def _check_filters(self) -> Self:
        check_values(self)
        return self

    def weights(self) -> dict[str, int]:
        """What an event of the range costs by the parts of the question that ask much of it, about, in tenths of a
        microsecond; what all questions ask of an event is left out."""
        parts = {to_camel(name): getattr(self, name) for name in type(self).model_fields}
        found = {path: sum(each.weight() for each in filters_in(part)) for path, part in parts.items()}
        found |= {} if self.group is None else {"group": OF_ACCOUNTS}
        return {path: weight for path, weight in found.items() if weight}


@dataclass(frozen=True, slots=True)
class Example:
    """A question that can be asked as it is, and what it may answer; both as JSON, for the API's documentation."""

    question: Mapping[str, Any]
    answer: Mapping[str, Any]


Q = TypeVar("Q", bound=Words)
G = TypeVar("G")
A = TypeVar("A")


@dataclass(frozen=True, kw_only=True)
class Report(Inquiry[Q, G, A], Generic[Q, G, A]):
    """One report, as the API offers it. `table` is the answer for a spreadsheet."""

    summary: str
    question: type[Q]
    answer: type[A]
    table: Callable[[Q, A], Table]
    example: Example
