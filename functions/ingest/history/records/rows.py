"""Rows of CSV, by the names in the first row."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Self

from ingest.events.event import RefusedEvent
from ingest.history.records.bounds import UNBOUNDED, Bounds
from ingest.history.records.record import ExportRecord


def read(
    stream: IO[bytes],
    table: str,
    skip: int,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    bounds: Bounds = UNBOUNDED,
) -> Iterator[ExportRecord]:
    """The rows after the first `skip`; blank lines are none. A row that lacks cells, or has too many, is a fault."""
    csv.field_size_limit(bounds.line)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        lines = _Lines(text, bounds.line)
        yield from _rows(csv.reader(lines, delimiter=delimiter), lines, table, skip, encoding)
    finally:
        text.detach()  # the file is closed by who opened it


class _Lines:
    """The lines of a text, as many as one row may have: a quotation mark that is never closed would hold all of it."""

    def __init__(self, text: io.TextIOWrapper, longest: int) -> None:
        self._text, self._longest = text, longest
        self._left = longest

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._longest)
        if not line:
            raise StopIteration
        self._left -= len(line)
        if self._left < 0:
            raise csv.Error(f"a row has at most {self._longest} characters")
        return line

    @property
    def size(self) -> int:
        """How many characters the row has."""
        return self._longest - self._left

    def begin_row(self) -> None:
        """What comes is another row's."""
        self._left = self._longest


def _rows(rows: Iterator[list[str]], lines: _Lines, table: str, skip: int, encoding: str) -> Iterator[ExportRecord]:
    header: list[str] | None = None
    place = 0
    while True:
        fault = None
        row: list[str] = []
        lines.begin_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            fault = RefusedEvent("INVALID_CSV", f"This is not CSV: {error}.")
        text = "".join(row)
        is_readable = text.isascii() or _is_text(text)
        if header is None:
            if not is_readable:
                raise UnicodeError(f"it is not written in {encoding}")
            header = row
            continue
        if not row and fault is None:
            continue
        place += 1
        if place <= skip:
            continue
        if fault is None and len(row) != len(header):
            short = len(row) < len(header)
            message = f"The first row has {len(header)} cells, this one {len(row)}."
            fault = RefusedEvent("ROW_TOO_SHORT" if short else "ROW_TOO_LONG", message)
        if fault is None and not is_readable:
            fault = RefusedEvent("INVALID_CSV", f"This row is not written in {encoding}.")
        if fault:
            yield ExportRecord(place, table, None, fault=fault.caught())
        else:
            clean = "\0" not in text and "\\u" not in text
            yield ExportRecord(place, table, dict(zip(header, row, strict=True)), clean, None, lines.size)


def _is_text(text: str) -> bool:
    """Whether all of it could be decoded: a byte that could not is half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
