"""Exports of events, oldest first, in parts that a function may answer with."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from query.csv_text import csv_lines
from query.inquiry import Inquiry
from query.json_text import json_text
from query.looks.events import Event
from query.questions.pages import Cursor, cursor_after
from query.questions.words import QueryString, Text, Zone, date_of
from query.scope import Scope
from spoor.time import first_instant, zone_called

LARGEST_PACKED = 3_600_000
LARGEST_PLAIN = 2_500_000
"""Bytes of a part. Lambda answers with 6 MB at the most; what is compressed grows by a third on its way, and every
quotation mark of text by one byte. The last event may be a large one: what is compressed is only measured behind it."""
MOST_READ = 100_000_000
"""Bytes before compression, however well they are compressed: a part takes no longer than a few seconds."""

Format = Annotated[Literal["jsonl", "csv"], Field(description="JSON lines, or CSV with a header line.")]
COLUMNS = ("id", "name", "anonymousId", "occurredAt", "properties")


def _a_day(text: str, info: ValidationInfo) -> str:
    try:
        day_bounds(text, info.data.get("timezone", "UTC"))
    except (ValueError, OverflowError):
        raise ValueError("must be a date such as 2026-01-31") from None
    return text


Day = Annotated[str, Field(min_length=10, max_length=10, description="A date in `timezone`."), AfterValidator(_a_day)]


class ExportQuestion(QueryString):
    """`GET /api/apps/{appId}/export`: the events of one `day` in `timezone`, or all of one visitor's (by any of their
    ids), from `cursor` on."""

    timezone: Zone = "UTC"
    day: Day | None = None
    visitor_id: Annotated[Text, Field(min_length=1, max_length=200, description="Any id of the visitor.")] | None = None
    format: Format = "jsonl"
    cursor: Cursor | None = None

    @model_validator(mode="after")
    def _check_choice(self) -> Self:
        if (self.day is None) == (self.visitor_id is None):
            raise ValueError("give either `day` or `visitorId`")
        return self


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """An export, compressed or not."""

    words: ExportQuestion
    gzip: bool


@dataclass(frozen=True, slots=True)
class ExportPart:
    """As many whole events as fit; `next_cursor` asks for those after them, None where there are none."""

    content: bytes
    next_cursor: str | None


def day_bounds(day: str, timezone: str) -> tuple[datetime, datetime]:
    """The first instant of a day in a zone, and the first after it. Raises ValueError."""
    zone, begin = zone_called(timezone), date_of(day)
    return first_instant(begin, zone), first_instant(begin + timedelta(days=1), zone)


def tally(asked: ExportAsked, _: Scope, events: Iterable[Event]) -> ExportPart:
    """The events as lines, compressed or not, as many as fit. A CSV's header stands in the first part only, so that
    parts can be put together."""
    question = asked.words
    packer = zlib.compressobj(6, wbits=31) if asked.gzip else None
    content, read, largest = bytearray(), 0, LARGEST_PACKED if asked.gzip else LARGEST_PLAIN
    last: Event | None = None
    for event, line in _lines(events, question.format, question.cursor is None):
        more = 0 if packer else len(line)
        if last is not None and (len(content) + more > largest or read >= MOST_READ):
            return ExportPart(_ended(content, packer), cursor_after(last.occurred_at, last.id))
        content += packer.compress(line) if packer else line
        read += len(line)
        last = event
    return ExportPart(_ended(content, packer), None)


def _ended(content: bytearray, packer: "zlib._Compress | None") -> bytes:
    return bytes(content + packer.flush()) if packer else bytes(content)


def _lines(events: Iterable[Event], form: Format, first: bool) -> Iterator[tuple[Event | None, bytes]]:
    if form == "csv" and first:
        yield None, csv_lines([COLUMNS]).encode()
    for event in events:
        words = (str(event.id), event.name, event.anonymous_id, event.occurred_at.isoformat())
        if form == "csv":
            yield event, csv_lines([[*words, json_text(event.properties)]]).encode()
        else:
            yield event, f"{json_text(dict(zip(COLUMNS, (*words, event.properties), strict=True)))}\n".encode()


EXPORT = Inquiry(name="export", tally=tally)
