"""Percentiles of numbers, in each bucket and over the whole of a period."""

from typing import Any

from sqlalchemy import CTE, Double, Integer, Select, func, literal, select, tuple_

from query.engines.postgres.trends.lines import of_series, place_of, row
from query.engines.postgres.trends.ranks import Ranks, as_double, totals
from query.engines.postgres.trends.scan import Scan
from query.reports.trends.question import PERCENTILES
from spoor.statements import named


class Percentiles:
    """The series that are measured so. Percentiles between two numbers are interpolated."""

    def __init__(self, scan: Scan, series: list[int]) -> None:
        self._scan = scan
        self._question = scan.question
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `bucket`, `fraction`, `number`, `skipped` and `value`, one row for each event of each series."""
        scan, rows = self._scan, self._scan.rows
        kept = [rows.c.bucket, *scan.values(rows)]
        parts = {
            at: {
                "met": scan.met(at),
                "fraction": literal(PERCENTILES[self._question.series[at].measure], Double),
                "number": as_double(scan.number(at)),
                "skipped": scan.is_skipped(at),
            }
            for at in series
        }
        lines = of_series(rows, kept, parts).where(*scan.within).subquery("lines")
        return select(lines).where(lines.c.met).cte(f"spread{scan.suffix}")

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        given = {"series": lines.c.series, "quantile": self._quantile(lines)}
        now = lines.c.bucket >= named("first", self._question.first, Integer())
        by = [lines.c.series, lines.c.fraction, lines.c.value]
        return totals(self._question, given, lines.c.value).where(now).group_by(*by)

    def rows(self, ranks: Ranks | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket, and one for the whole of a period."""
        lines = self._lines
        placed, place = ranks.placed(lines) if ranks else (lines, place_of(lines))
        is_now = (lines.c.bucket >= named("first", self._question.first, Integer())).label("is_now")
        columns = [lines.c.series, place.label("place"), is_now, lines.c.bucket]
        each = (
            select(*columns, lines.c.fraction, lines.c.number, lines.c.skipped)
            .select_from(placed)
            .subquery("placed_numbers")
        )
        period = [each.c.series, each.c.fraction, each.c.place, each.c.is_now]
        sets = func.grouping_sets(tuple_(*period), tuple_(*period, each.c.bucket))
        of = {name: each.c[name] for name in ("series", "place", "is_now", "bucket")}
        skipped = func.count().filter(each.c.skipped)
        return [row(self._question, {**of, "quantile": self._quantile(each), "skipped": skipped}).group_by(sets)]

    @staticmethod
    def _quantile(rows: Any) -> Any:
        return func.percentile_cont(rows.c.fraction).within_group(rows.c.number)
