"""What a report is: a question, the one statement it becomes, the answer its rows add up to."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import ClauseElement

from query.filters import Filters, check_values, filters_in
from query.scope import Scope
from query.table import Table
from query.words import Ranged
from spoor.statements import Compiled, Kept, compiled

Rows = Sequence[Mapping[str, Any]]


class ReportQuestion(Ranged):
    """What all reports can be asked: a range, and filters that every event has to pass."""

    filters: Filters = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_filters(self) -> Self:
        check_values(self)
        return self

    def weights(self) -> dict[str, int]:
        """What an event of the range costs by the parts of the question that ask much of it, about, in tenths of a
        microsecond; what all questions ask of an event is left out."""
        parts = {to_camel(name): getattr(self, name) for name in type(self).model_fields}
        found = {path: sum(each.weight() for each in filters_in(part)) for path, part in parts.items()}
        return {path: weight for path, weight in found.items() if weight}

    def shape(self) -> Hashable:
        """All that the text of a `keepable` report's statement depends on: the question but for its range."""
        return self.model_dump_json(exclude={"from_", "to", "timezone"})

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """The `named` values of its statement, which the range and the app decide."""
        return {"app_id": scope.app_id, "start": self.start, "end": self.end, "session_gap": scope.session_gap}


@dataclass(frozen=True, slots=True)
class Example:
    """A question that can be asked as it is, and what it may answer; both as JSON, for the API's documentation."""

    question: Mapping[str, Any]
    answer: Mapping[str, Any]


Q = TypeVar("Q", bound=ReportQuestion)
A = TypeVar("A")


def _as_asked(question: Q, _: Scope) -> Q:
    return question


_KEPT = Kept(200)


@dataclass(frozen=True)
class Report(Generic[Q, A]):
    """One report: `build` and `tally` are pure. `prepare` looks up what the question names (a saved funnel), `table`
    is the answer for a spreadsheet. A report is `keepable` where range and app come into its statement as the `bounds`
    of the question alone, so that the text serves the next question of the same shape."""

    name: str
    summary: str
    question: type[Q]
    answer: type[A]
    build: Callable[[Q, Scope], ClauseElement]
    tally: Callable[[Q, Scope, Rows], A]
    table: Callable[[Q, A], Table]
    example: Example
    prepare: Callable[[Q, Scope], Q] = _as_asked
    keepable: bool = False

    def statement(self, question: Q, scope: Scope) -> Compiled:
        """The text and the parameters of the question's statement."""
        if not self.keepable or scope.members:
            return compiled(self.build(question, scope), self.name)
        text, params = _KEPT.get(
            (self.name, question.shape()), lambda: compiled(self.build(question, scope), self.name)
        )
        return text, {**params, **question.bounds(scope)}
