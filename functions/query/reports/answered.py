"""From a question to its answer."""

from collections.abc import Callable
from typing import TypeVar

from query import cohorts
from query.reports import price
from query.reports.ask import answer
from query.reports.report import Report, ReportQuestion
from query.scope import Scope

Q = TypeVar("Q", bound=ReportQuestion)
A = TypeVar("A")


def answered(report: Report[Q, A], question: Q, scope: Scope) -> tuple[Q, A]:
    """The question with all that it names looked up, and its answer.

    Raises what looking up raises, TooDear, TooManyReports, TooSlow, DatabaseAway.
    """
    asked, scope = looked_up(report.prepare, question, scope)
    price.check(asked, scope)
    found = answer(lambda rows: report.tally(asked, scope, rows), *report.statement(asked, scope), scope)
    return asked, found


def looked_up(prepare: Callable[[Q, Scope], Q], question: Q, scope: Scope) -> tuple[Q, Scope]:
    """The question as `prepare` makes it, and the scope with the members of the cohorts that it then names.

    Raises what looking up raises.
    """
    asked = prepare(question, scope)
    return asked, cohorts.with_members(scope, asked)
