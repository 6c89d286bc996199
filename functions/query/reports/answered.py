"""From a question to its answer."""

from collections.abc import Callable
from typing import TypeVar

from query import cohorts
from query.reports.ask import ask
from query.reports.report import Report, ReportQuestion
from query.scope import Scope

Q = TypeVar("Q", bound=ReportQuestion)
A = TypeVar("A")


def answered(report: Report[Q, A], question: Q, scope: Scope) -> tuple[Q, A]:
    """The question with all that it names looked up, and its answer.

    Raises what looking up raises, TooSlow, DatabaseAway.
    """
    asked, scope = looked_up(report.prepare, question, scope)
    rows = ask(*report.statement(asked, scope), scope)
    return asked, report.tally(asked, scope, rows)


def looked_up(prepare: Callable[[Q, Scope], Q], question: Q, scope: Scope) -> tuple[Q, Scope]:
    """The question as `prepare` makes it, and the scope with the members of the cohorts that it then names.

    Raises what looking up raises.
    """
    asked = prepare(question, scope)
    return asked, cohorts.with_members(scope, asked)
