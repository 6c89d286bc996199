"""Gathers the same for the range of a question and for the one that it is compared with, one after the other."""

from collections.abc import Callable
from typing import TypeVar

from query.engines.postgres.scope import PostgresScope
from query.questions.comparison import Comparing
from query.reports.both import Both

Q = TypeVar("Q", bound=Comparing)
G = TypeVar("G")


def compared(gather: Callable[[Q, PostgresScope], G]) -> Callable[[Q, PostgresScope], G | Both[G]]:
    """What gathers for both ranges; for one where there is only one. Both have one text."""

    def gathered(question: Q, scope: PostgresScope) -> G | Both[G]:
        now = gather(question, scope)
        other = question.compared_with
        return now if other is None else Both(now, gather(question.over(other), scope))

    return gathered
