"""The statement of a trends question: one scan, a part for each kind of measure, and the rows of all of them."""

from typing import Any

from sqlalchemy import CompoundSelect, union_all

from query.reports.trends.chosen import Chosen
from query.reports.trends.counted import Counted
from query.reports.trends.question import OF_NUMBERS, PERCENTILES, TrendsQuestion
from query.reports.trends.ranked import Ranks
from query.reports.trends.seen import Seen
from query.reports.trends.spread import Spread
from query.reports.trends.visited import Visited
from query.scope import Scope

_PARTS: list[tuple[Any, set[str]]] = [
    (Counted, {"total", "perVisitor", *OF_NUMBERS}),
    (Seen, {"visitors", "perVisitor"}),
    (Visited, {"sessions"}),
    (Spread, {*PERCENTILES}),
]


def build(question: TrendsQuestion, scope: Scope) -> CompoundSelect[Any]:
    """The one statement; its columns are those of lines.

    A row tells of one series, of one place (a value of the breakdown), and of one bucket or of the whole of a period.
    """
    chosen = Chosen(question, scope)
    parts = [part(chosen, series) for part, measures in _PARTS if (series := question.measured(*measures))]
    if question.breakdown is None:
        return union_all(*(rows for part in parts for rows in part.rows(None)))
    ranks = Ranks(question, [part.totals() for part in parts])
    return union_all(ranks.values(), *(rows for part in parts for rows in part.rows(ranks)))
