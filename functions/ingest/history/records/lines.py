"""JSON lines, split at line feeds alone; of an API's answer, which is one document, its list."""

from collections.abc import Iterable, Iterator
from itertools import islice, repeat
from secrets import randbelow
from typing import IO, Any

import orjson

from ingest.content import document
from ingest.events.event import RefusedEvent
from ingest.history.records.bounds import UNBOUNDED, Bounds
from ingest.history.records.record import ExportRecord
from spoor.errors import SpoorError

_CUT_OFF = RefusedEvent("EXPORT_CUT_OFF", "The export ended early: fetch this window of time again.")
"""Of Mixpanel's last line, where it is these words."""
_LOOKED_AT = 2000
_UNREAD = object()
_USUAL = 16 << 10
"""Bytes of a line up to which it is read along with its neighbours, so many of them."""
_TOGETHER = 64
_MARK = 10**16 + randbelow(10**17)
_BETWEEN = b",%d," % _MARK


def read(stream: IO[bytes], table: str, skip: int, bounds: Bounds = UNBOUNDED) -> Iterator[ExportRecord]:
    """The records after the first `skip` lines that are not blank."""
    longest = bounds.line
    first = stream.readline(longest + 1)
    if _is_document(first):
        data = first + stream.read(bounds.document)
        fits = len(data) <= bounds.document and bounds.allows(data)
        found = _of_document(data, table) if fits else iter([_too_large(table)])
        yield from islice(found, skip, None)
        return
    parsed = _parsed(stream, first.removeprefix(b"\xef\xbb\xbf"), bounds, skip)
    for place, (line, value, clean) in enumerate(parsed, start=1):
        if place > skip:
            if value is not _UNREAD:
                yield ExportRecord(place, table, value, clean, None, len(line))
            elif len(line) > longest:
                yield _too_long(place, table, longest)
            else:
                yield _of_line(line, place, table, bounds)


def _is_document(first: bytes) -> bool:
    """Whether a file that begins so is one document: a list, an object over several lines, or an API's answer, which
    has `results` beside what it says of them, while a record has that among its properties at the most."""
    begin = first[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    before, word, _ = begin.partition(b'"results"')
    is_answer = bool(word) and before.count(b"{") == 1 and b'"event"' not in before
    return begin[:1] == b"[" or first.strip() == b"{" or is_answer or begin.startswith(b'{"next":')


def _parsed(stream: IO[bytes], line: bytes, bounds: Bounds, skip: int) -> Iterator[tuple[bytes, Any, bool]]:
    """The lines that are not blank, from `line` on, each with its value where it could be read along with its
    neighbours, and whether that is clean. Of a line that is too long its beginning comes, one byte more than a line may
    have. The first `skip` are not read."""
    most = bounds.line + 1
    place = 0
    group: list[bytes] = []
    while line:
        if len(line) == most and not line.endswith(b"\n"):
            _finish_line(stream, most)
        if not line.isspace():
            place += 1
            if place <= skip or len(line) > _USUAL:
                yield from _values_of(group)
                group = []
                yield line, _UNREAD, False
            else:
                group.append(line)
                if len(group) == _TOGETHER:
                    yield from _values_of(group)
                    group = []
        line = stream.readline(most)
    yield from _values_of(group)


def _values_of(group: list[bytes]) -> Iterable[tuple[bytes, Any, bool]]:
    """The values of lines that are plain JSON all, read at once, which costs a third less. What stands between them
    says whether each line was one value: no file has it."""
    data = _BETWEEN.join(group)
    if document.is_plain(data):
        try:
            values = orjson.loads(b"[%b]" % data)
        except orjson.JSONDecodeError:
            values = []
        if len(values) == 2 * len(group) - 1 and values[1::2] == [_MARK] * (len(group) - 1):
            return zip(group, values[::2], repeat(True))
    return zip(group, repeat(_UNREAD), repeat(False))


def _of_line(line: bytes, place: int, table: str, bounds: Bounds) -> ExportRecord:
    if not bounds.allows_line(line):
        return _too_long(place, table, bounds.line)
    try:
        value, clean = parse(line)
    except RefusedEvent as refused:
        cut_off = line.strip() == b"terminated early"
        return ExportRecord(place, table, None, True, _CUT_OFF if cut_off else refused.caught(), len(line))
    return ExportRecord(place, table, value, clean, None, len(line))


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
