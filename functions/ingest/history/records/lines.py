"""JSON lines, split at line feeds alone; of an API's answer, which is one document, its list."""

import itertools
from collections.abc import Iterator
from typing import IO, Any

from ingest.content import document
from ingest.events.event import RefusedEvent
from ingest.history.records.bounds import UNBOUNDED, Bounds
from ingest.history.records.record import ExportRecord
from spoor.errors import SpoorError

_CUT_OFF = RefusedEvent("EXPORT_CUT_OFF", "The export ended early: fetch this window of time again.")
"""Of Mixpanel's last line, where it is these words."""


def read(stream: IO[bytes], table: str, skip: int, bounds: Bounds = UNBOUNDED) -> Iterator[ExportRecord]:
    """The records after the first `skip` lines that are not blank."""
    longest = bounds.line
    first = stream.readline(longest)
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[" or first.strip() == b"{" or first.startswith(b'{"next":'):
        data = first + stream.read(bounds.document)
        fits = len(data) <= bounds.document and bounds.allows(data)
        found = _of_document(data, table) if fits else iter([_too_large(table)])
        yield from itertools.islice(found, skip, None)
        return
    place = 0
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        whole = line.endswith(b"\n") or len(line) < longest
        if not whole:
            _finish_line(stream, longest)
        whole = whole and bounds.allows(line)
        if line.strip():
            place += 1
            if place > skip:
                yield _of_line(line, place, table) if whole else _too_long(place, table, longest)
        line = stream.readline(longest)


def _of_line(line: bytes, place: int, table: str) -> ExportRecord:
    try:
        value, clean = parse(line)
    except RefusedEvent as refused:
        return ExportRecord(
            place, table, None, fault=_CUT_OFF if line.strip() == b"terminated early" else refused.caught()
        )
    return ExportRecord(place, table, value, clean)


def parse(data: bytes) -> tuple[Any, bool]:
    """The JSON in `data`, as ingest reads it, and whether it is clean.

    Raises RefusedEvent.
    """
    try:
        if document.is_plain(data):
            return document.parse_plain(data), True
        parsed = document.parse(data.decode("utf-8"))
    except (SpoorError, UnicodeDecodeError):
        raise RefusedEvent("INVALID_JSON", "This is not JSON.") from None
    return parsed.value, parsed.clean


def _of_document(data: bytes, table: str) -> Iterator[ExportRecord]:
    try:
        value, clean = parse(data)
    except RefusedEvent as refused:
        yield ExportRecord(1, table, None, fault=refused.caught())
        return
    listed = value.get("results", value.get("events", [value])) if type(value) is dict else value
    for place, one in enumerate(listed if type(listed) is list else [listed], start=1):
        yield ExportRecord(place, table, one, clean)


def _finish_line(stream: IO[bytes], longest: int) -> None:
    while (more := stream.readline(longest)) and not more.endswith(b"\n"):
        pass


def _too_long(place: int, table: str, longest: int) -> ExportRecord:
    fault = RefusedEvent("LINE_TOO_LONG", f"A line has at most {longest} bytes, and not very many values.")
    return ExportRecord(place, table, None, fault=fault)


def _too_large(table: str) -> ExportRecord:
    message = "A document that is not lines is too large here: export lines, or less at once."
    return ExportRecord(1, table, None, fault=RefusedEvent("DOCUMENT_TOO_LARGE", message))
