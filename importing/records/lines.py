"""JSON lines, split at line feeds alone; of an API's answer, which is one document, its list."""

import itertools
from collections.abc import Iterator
from typing import IO, Any

from importing.records.record import Record
from ingest.content import document
from ingest.events.event import RefusedEvent
from spoor.errors import SpoorError

LONGEST_LINE = 16 << 20
_LARGEST_DOCUMENT = 256 << 20
_CUT_OFF = RefusedEvent("EXPORT_CUT_OFF", "The export ended early: fetch this window of time again.")
"""Of Mixpanel's last line, where it is these words."""


def read(stream: IO[bytes], table: str, skip: int) -> Iterator[Record]:
    """The records after the first `skip` lines that are not blank."""
    first = stream.readline(LONGEST_LINE)
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[" or first.strip() == b"{" or first.startswith(b'{"next":'):
        yield from itertools.islice(_of_document(first + stream.read(_LARGEST_DOCUMENT), table), skip, None)
        return
    place = 0
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        if not whole:
            _finish_line(stream)
        if line.strip():
            place += 1
            if place > skip:
                yield _of_line(line, place, table) if whole else _too_long(place, table)
        line = stream.readline(LONGEST_LINE)


def _of_line(line: bytes, place: int, table: str) -> Record:
    try:
        value, clean = parse(line)
    except RefusedEvent as refused:
        return Record(place, table, None, fault=_CUT_OFF if line.strip() == b"terminated early" else refused.caught())
    return Record(place, table, value, clean)


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


def _of_document(data: bytes, table: str) -> Iterator[Record]:
    try:
        value, clean = parse(data)
    except RefusedEvent as refused:
        yield Record(1, table, None, fault=refused.caught())
        return
    listed = value.get("results", value.get("events", [value])) if type(value) is dict else value
    for place, one in enumerate(listed if type(listed) is list else [listed], start=1):
        yield Record(place, table, one, clean)


def _finish_line(stream: IO[bytes]) -> None:
    while (more := stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _too_long(place: int, table: str) -> Record:
    fault = RefusedEvent("LINE_TOO_LONG", f"A line has at most {LONGEST_LINE} bytes.")
    return Record(place, table, None, fault=fault)
