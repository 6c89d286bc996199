"""Rows of CSV, by the names in the first row."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from importing.records.record import Record
from ingest.events.event import RefusedEvent

_LONGEST_CELL = 16 << 20


def read(
    stream: IO[bytes], table: str, skip: int, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[Record]:
    """The rows after the first `skip`; blank lines are none. A row that lacks cells, or has too many, is a fault."""
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        yield from _rows(csv.reader(text, delimiter=delimiter), table, skip)
    finally:
        text.detach()  # the file is closed by who opened it


def _rows(rows: Iterator[list[str]], table: str, skip: int) -> Iterator[Record]:
    header: list[str] | None = None
    place = 0
    while True:
        fault = None
        row: list[str] = []
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            fault = RefusedEvent("INVALID_CSV", f"This is not CSV: {error}.")
        if header is None:
            header = row
            continue
        if not row and fault is None:
            continue
        place += 1
        if place <= skip:
            continue
        if fault is None and len(row) != len(header):
            short = len(row) < len(header)
            code = "ROW_TOO_SHORT" if short else "ROW_TOO_LONG"
            fault = RefusedEvent(code, f"The first row has {len(header)} cells, this one {len(row)}.")
        if fault:
            yield Record(place, table, None, fault=fault.caught())
        else:
            clean = not any("\0" in cell or "\\u" in cell for cell in row)
            yield Record(place, table, dict(zip(header, row, strict=True)), clean)
