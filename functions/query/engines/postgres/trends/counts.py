"""Events counted, and their numbers added up: in each bucket alone, since the whole is the sum of these."""

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, Numeric, Select, case, cast, func, literal, select

from query.engines.postgres.trends.lines import of_series, row
from query.engines.postgres.trends.ranks import Ranks, totals
from query.engines.postgres.trends.scan import Scan
from query.reports.trends.question import OF_NUMBERS
from spoor.statements import named

_FIGURES = ("events", "numbers", "amount", "skipped")
_ADDED: dict[str, Any] = {"sum": func.sum, "avg": func.sum, "min": func.min, "max": func.max}


class Counts:
    """The series that are measured so."""

    def __init__(self, scan: Scan, series: list[int]) -> None:
        self._scan = scan
        self._question = scan.question
        self._names = _FIGURES if self._question.measured(*OF_NUMBERS) else _FIGURES[:1]
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `bucket`, `value` and the figures."""
        scan = self._scan
        rows, figures = scan.rows, {at: self._figures(at) for at in series}
        cells = (
            select(
                rows.c.bucket,
                *scan.values(rows),
                *(figures[at][name].label(f"{name}_{at}") for at in series for name in self._names),
            )
            .where(*scan.within)
            .group_by(rows.c.bucket, *scan.keys)
            .subquery("cells")
        )
        parts = {at: {name: cells.c[f"{name}_{at}"] for name in self._names} for at in series}
        kept = [each for each in cells.c if each.key in ("bucket", "value", "place")]
        lines = of_series(cells, kept, parts).subquery("lines")
        return select(lines).where(lines.c.events > 0).cte(f"counted{scan.suffix}")

    def _figures(self, at: int) -> dict[str, ColumnElement[Any]]:
        scan, measure = self._scan, self._question.series[at].measure
        by_somebody = [scan.who.is_not(None)] if measure == "perVisitor" else []
        found = {"events": scan.over(at, func.count(), *by_somebody)}
        if measure not in OF_NUMBERS:
            none = literal(0, BigInteger)
            return {**found, "numbers": none, "amount": literal(0, Numeric), "skipped": none}
        number = scan.number(at)
        found["numbers"] = scan.over(at, func.count(number))
        found["amount"] = scan.over(at, _ADDED[measure](number))
        found["skipped"] = scan.over(at, func.count(), scan.is_skipped(at))
        return found

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        given = {name: lines.c[name] for name in ("series", *self._names)}
        first = named("first", self._question.first, Integer())
        return totals(self._question, given, lines.c.value).where(lines.c.bucket >= first)

    def rows(self, ranks: Ranks | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket."""
        lines = self._lines
        if ranks is None:
            return [row(self._question, {each.key: each for each in lines.c})]
        placed, place = ranks.placed(lines)
        of = {"series": lines.c.series, "place": place, "bucket": lines.c.bucket}
        summed = {name: self._summed(name) for name in self._names}
        return [row(self._question, {**of, **summed}).select_from(placed).group_by(*of.values())]

    def _summed(self, name: str) -> ColumnElement[Any]:
        return self._amount() if name == "amount" else cast(func.sum(self._lines.c[name]), BigInteger)

    def _amount(self) -> ColumnElement[Any]:
        series, amount = self._lines.c.series, self._lines.c.amount
        least, largest = self._question.measured("min"), self._question.measured("max")
        extremes = [(least, func.min(amount)), (largest, func.max(amount))]
        told = [(series.in_(measured), extreme) for measured, extreme in extremes if measured]
        whole = func.sum(amount)
        return case(*told, else_=whole) if told else whole
