"""A table as CSV (RFC 4180) that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from query.table import Cell, Table

_BEGINS_A_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""The latter are = + - @ as wide as a Chinese or Japanese letter, which Excel takes for the same in those languages."""


def csv_of(table: Table) -> str:
    """The table with its header line."""
    return csv_lines([table.columns, *table.rows])


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines. A text that a spreadsheet would take for a formula gets an apostrophe before it, which
    spreadsheets do not show (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers, and truth is
    written as JSON writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA) else cell
