"""One statement of a question: how it is built, and its text kept for the next question of its shape."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ClauseElement

from query.engines.postgres import price
from query.engines.postgres.expressions.accounts import member_bounds
from query.engines.postgres.expressions.subjects import subject_of
from query.engines.postgres.scope import PostgresScope
from query.reports.report import ReportQuestion
from spoor import database
from spoor.statements import Compiled, StatementCache, compiled

MOST_KEPT = 50
"""Texts of one statement: questions differ in shape far less often than in range."""

Q = TypeVar("Q", bound=ReportQuestion)


def shape_of(question: ReportQuestion) -> Hashable:
    """The question but for its range, its calendar, and the range that it is compared with."""
    return question.model_dump_json(exclude={"from_", "to", "timezone", "week_start", "compare"})


def bounds_of(question: ReportQuestion, scope: PostgresScope) -> dict[str, Any]:
    """What a range and an app decide, by the names that these values have in statements."""
    return {"app_id": scope.app_id, "start": question.start, "end": question.end, "session_gap": scope.session_gap}


@dataclass(frozen=True)
class Statement(Generic[Q]):
    """A statement by the `name` that its text begins with; `build` is pure.

    `shape` is all of a question that its text depends on. The range and the app must come into it as `bounds` alone,
    the values of `named` parameters, so that a kept text serves the next question of the same shape.
    """

    name: str
    build: Callable[[Q, PostgresScope], ClauseElement]
    shape: Callable[[Q], Hashable] = shape_of
    bounds: Callable[[Q, PostgresScope], dict[str, Any]] = bounds_of
    _texts: StatementCache = field(default_factory=lambda: StatementCache(MOST_KEPT), repr=False, compare=False)

    def compiled(self, question: Q, scope: PostgresScope) -> Compiled:
        """The text and the parameters of the question's statement. Cohorts are part of the text: with them it is not
        kept."""
        if scope.members:
            return self.made(question, scope)
        text, params = self._texts.get(self.shape(question), lambda: self.made(question, scope))
        return text, {**params, **self.values(question, scope)}

    def made(self, question: Q, scope: PostgresScope) -> Compiled:
        """The same, made anew, of whom the question counts."""
        subject = subject_of(question.group, self.values(question, scope))
        return compiled(self.build(question, replace(scope, subject=subject)), self.name)

    def values(self, question: Q, scope: PostgresScope) -> dict[str, Any]:
        """The bounds, and where it takes what visitors said of their accounts: what comes into a kept text."""
        found = self.bounds(question, scope)
        if question.group is None:
            return found
        spans = price.looks(found)
        return {**found, **member_bounds(min(start for start, _ in spans), max(end for _, end in spans))}

    def rows(self, question: Q, scope: PostgresScope) -> list[database.Row]:
        """The rows of the question's statement, unless it is too dear.

        Raises TooDear, TooManyReports, TooSlow.
        """
        price.check(question, self.bounds(question, scope), scope)
        if question.group is not None:
            scope.rows(database.sql("query.engines.postgres", "keep_order"), {})
        return scope.rows(*self.compiled(question, scope), may_loop=False)
