"""Writes the two files of a day, and tells what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rollup.lake.keys import Catalogue
from rollup.lake.staging import Staged
from spoor.lake.manifest import QUARTERS
from spoor.time import day_bounds

ROW_GROUP = 1 << 20
"""Rows of a group at most, which is more than most days have."""

_BY_QUARTER = "SELECT (t - $begin) // 900_000_000, count(*) FROM day GROUP BY 1"

_CORE = """
COPY (
    SELECT
        coalesce(visitor_codes.code, 0)::INTEGER AS visitor,
        name_codes.code::SMALLINT AS name,
        t // 1000 AS t_ms,
        (t % 1000)::SMALLINT AS t_us
    FROM day
    LEFT JOIN (FROM visitor_codes UNION ALL SELECT chr(0), 0) AS visitor_codes ON visitor_codes.text = day.visitor
    LEFT JOIN name_codes ON name_codes.text = day.name
    ORDER BY day.rowid
) TO '{path}' (
    FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 0, COMPRESSION uncompressed, ROW_GROUP_SIZE {rows}
)
"""
"""Where all events are nobody's there would be no code to join with; DuckDB would notice, and write a column that
differs from that of all other days. So there always is one, of a text that no id can be."""

_PROPERTIES = """
COPY (
    SELECT day.id, day.name, day.visitor AS anonymous_id, t // 1000 AS t_ms, (t % 1000)::SMALLINT AS t_us,
        day.properties{columns}
    FROM day{joined}
) TO '{path}' (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE {rows})
"""
"""A group is held in memory until it is written; both tables are read beside each other, in their order."""

_AVERAGE = "SELECT coalesce(ceil(avg(strlen(properties) + strlen(id) + strlen(name))), 0)::BIGINT FROM day"
_MISPLACED = "SELECT count(*) FROM key_values WHERE row <> rowid"
_VECTOR_ROWS = 2048
_MOST_ROWS = 60 * _VECTOR_ROWS
_GROUP_BYTES = 40_000_000

_FIGURES = """
SELECT
    count(*), count(DISTINCT visitor), coalesce(bool_and(t % 1000 = 0), true),
    count(*) FILTER (WHERE visitor IS NOT NULL AND visitor_codes.code IS NULL)
        + count(*) FILTER (WHERE name_codes.code IS NULL)
FROM day
LEFT JOIN visitor_codes ON visitor_codes.text = day.visitor
LEFT JOIN name_codes ON name_codes.text = day.name
"""

CHUNKS = """
SELECT row_group_id, row_group_num_rows, path_in_schema, data_page_offset, total_compressed_size
FROM parquet_metadata(?) ORDER BY row_group_id, column_id
"""

OUT_OF_ORDER = """
SELECT count(*) FROM (
    SELECT t_ms * 1000 + t_us AS t, lag(t) OVER (ORDER BY file_row_number) AS before
    FROM read_parquet(?, file_row_number = true)
) WHERE t < before
"""


class NotWhole(Exception):
    """The files would not be what the day is: something changed while it was read."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What the manifest says of a day's rows."""

    rows: int
    visitors: int
    whole_ms: bool
    names: Mapping[str, int]
    quarters: Sequence[int]


def figures(staged: Staged, day: date) -> DayFigures:
    """What there is to say of the rows. Raises NotWhole where some text has no code."""
    [(rows, visitors, whole_ms, without)] = staged.run(_FIGURES)
    if without:
        raise NotWhole("codes are missing")
    names = staged.run("SELECT code, count(*) FROM day JOIN name_codes ON text = name GROUP BY code ORDER BY code")
    begin_us = int(day_bounds(day)[0].timestamp()) * 1_000_000
    counted = dict(staged.run(_BY_QUARTER, {"begin": begin_us}))
    quarters, before = [], 0
    for quarter in range(QUARTERS):
        quarters.append(before)
        before += counted.get(quarter, 0)
    if before != rows:
        raise NotWhole("rows of other days are among them")
    return DayFigures(rows, visitors, whole_ms, {str(code): count for code, count in names}, quarters)


def write_core(staged: Staged, path: Path) -> list[dict[str, Any]]:
    """Write who, what and when; gives where in the file which column of which row group is.

    Raises NotWhole where rows are out of order, which reports would not notice.
    """
    staged.run(_CORE.format(path=path, rows=ROW_GROUP))
    if staged.run(OUT_OF_ORDER, [str(path)]) != [(0,)]:
        raise NotWhole("rows are out of order")
    chunks: list[dict[str, Any]] = []
    for group, rows, column, offset, size in staged.run(CHUNKS, [str(path)]):
        if group == len(chunks):
            chunks.append({"rows": rows})
        chunks[group][column] = [offset, size]
    return chunks


def write_properties(staged: Staged, catalogue: Catalogue, path: Path) -> None:
    """Write all of the events, in the same order, with a column for each key of the catalogue.

    Raises NotWhole where the columns are in another order.
    """
    columns = "".join(f", {each.column}" for each in catalogue.keys)
    if columns and staged.run(_MISPLACED) != [(0,)]:
        raise NotWhole("columns are out of order")
    joined = " POSITIONAL JOIN key_values" if columns else ""
    staged.run(_PROPERTIES.format(path=path, columns=columns, joined=joined, rows=_rows_of_a_group(staged)))


def _rows_of_a_group(staged: Staged) -> int:
    """So many that a group fits into memory: its events are in it twice, as they are and in columns."""
    [(average,)] = staged.run(_AVERAGE)
    fitting = _GROUP_BYTES // (2 * max(1, int(average))) // _VECTOR_ROWS * _VECTOR_ROWS
    return min(max(fitting, _VECTOR_ROWS), _MOST_ROWS)
