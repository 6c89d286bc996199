"""Events counted, and their numbers added up: in each bucket alone, since the whole is the sum of these."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.types import BigInteger

from query.reports.breakdown import value
from query.reports.trends.chosen import Chosen
from query.reports.trends.lines import of_series, row
from query.reports.trends.question import OF_NUMBERS
from query.reports.trends.ranked import places, totals

_ADDED: dict[str, Any] = {"sum": func.sum, "avg": func.sum, "min": func.min, "max": func.max}


class Counted:
    """The series that are measured so."""

    def __init__(self, chosen: Chosen, series: list[int]) -> None:
        self._chosen = chosen
        self._numbers = bool(chosen.question.measured(*OF_NUMBERS))
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `bucket`, `value` and the figures."""
        chosen, breakdown = self._chosen, self._chosen.breakdown
        rows, figures = chosen.rows, {at: self._figures(at) for at in series}
        named = [each.label(f"{name}_{at}") for at in series for name, each in figures[at].items()]
        keys = [value(breakdown, rows.c.key).label("value")] if breakdown else []
        cells = (
            select(rows.c.bucket, *keys, *named)
            .where(*chosen.within)
            .group_by(rows.c.bucket, *chosen.keys)
            .subquery("cells")
        )
        parts = {at: {name: cells.c[f"{name}_{at}"] for name in figures[at]} for at in series}
        kept = [cells.c.bucket, *([cells.c.value] if breakdown else [])]
        lines = of_series(cells, kept, parts).subquery("lines")
        return select(lines).where(lines.c.events > 0).cte("counted")

    def _figures(self, at: int) -> dict[str, ColumnElement[Any]]:
        chosen = self._chosen
        met, measure = chosen.met(at), chosen.question.series[at].measure
        if measure == "perVisitor":  # an event of nobody is nobody's
            met = and_(met, chosen.rows.c.anonymous_id.is_not(None))
        found: dict[str, ColumnElement[Any]] = {"events": func.count().filter(met)}
        if self._numbers and measure in OF_NUMBERS:
            number = chosen.number(at)
            found["numbers"] = func.count(number).filter(met)
            found["amount"] = _ADDED[measure](number).filter(met)
            found["skipped"] = func.count().filter(and_(met, chosen.is_skipped(at)))
        elif self._numbers:
            found |= {"numbers": literal(0, BigInteger), "amount": literal(0), "skipped": literal(0, BigInteger)}
        return found

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        given = {each.key: each for each in lines.c if each.key not in ("value", "bucket")}
        return totals(given, lines.c.value).where(lines.c.bucket >= self._chosen.question.first)

    def rows(self, ranks: CTE | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket."""
        lines, question = self._lines, self._chosen.question
        if ranks is None:
            return [row({each.key: each for each in lines.c})]
        placed, place = places(question, lines, ranks)
        of = {"series": lines.c.series, "place": place, "bucket": lines.c.bucket}
        summed = {name: func.sum(lines.c[name]) for name in ("events", "numbers", "skipped") if name in lines.c}
        if self._numbers:
            summed["amount"] = self._amount(lines.c)
        return [row({**of, **summed}).select_from(placed).group_by(*of.values())]

    def _amount(self, lines: Any) -> ColumnElement[Any]:
        question = self._chosen.question
        extremes = [
            (lines.series.in_(series), added(lines.amount))
            for measure, added in (("min", func.min), ("max", func.max))
            if (series := question.measured(measure))
        ]
        whole = func.sum(lines.amount)
        return case(*extremes, else_=whole) if extremes else whole
