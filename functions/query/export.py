"""Exports of events, oldest first, in parts that a function may answer with."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import TIMESTAMP

from query.csv_text import csv_lines
from query.events import Event
from query.json_text import json_text
from query.pages import Cursor, place_after, place_of
from query.words import QueryString, Text, Zone, date_of
from spoor.schema import events
from spoor.time import first_instant, zone_called
from spoor.visitor import ids_of

LARGEST_PACKED = 3_600_000
LARGEST_PLAIN = 2_500_000
"""Bytes of a part. Lambda answers with 6 MB at the most; what is compressed grows by a third on its way, and every
quotation mark of text by one byte. The last event may be a large one: what is compressed is only measured behind it."""
MOST_READ = 100_000_000
"""Bytes before compression, however well they are compressed: a part takes no longer than a few seconds."""

Format = Annotated[Literal["jsonl", "csv"], Field(description="JSON lines, or CSV with a header line.")]
_FIRST, _LAST = (
    literal(each, TIMESTAMP(timezone=True), literal_execute=True)
    for each in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)
"""What an application wrote outside of the years that an ISO 8601 date has room for, is told as the end of them."""

COLUMNS = ("id", "name", "anonymousId", "occurredAt", "properties")


def _a_day(text: str, info: ValidationInfo) -> str:
    try:
        day_bounds(text, info.data.get("timezone", "UTC"))
    except (ValueError, OverflowError):
        raise ValueError("must be a date such as 2026-01-31") from None
    return text


Day = Annotated[str, Field(min_length=10, max_length=10, description="A date in `timezone`."), AfterValidator(_a_day)]


class ExportQuestion(QueryString):
    """`GET /api/apps/{appId}/export`: the events of one `day` in `timezone`, or all of one visitor's (by any of his
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
class Part:
    """As many whole events as fit; `next_cursor` asks for those after them, None where there are none."""

    content: bytes
    next_cursor: str | None


def day_bounds(day: str, timezone: str) -> tuple[datetime, datetime]:
    """The first instant of a day in a zone, and the first after it. Raises ValueError."""
    zone, begin = zone_called(timezone), date_of(day)
    return first_instant(begin, zone), first_instant(begin + timedelta(days=1), zone)


def build(question: ExportQuestion, app_id: UUID) -> Select[Any]:
    """The events asked for, in order of time, after the place of the cursor.

    Raises Unprocessable for a cursor that is none.
    """
    wanted = [events.c.app_id == app_id]
    if question.day is not None:
        start, end = day_bounds(question.day, question.timezone)
        wanted += [events.c.occurred_at >= start, events.c.occurred_at < end]
    if question.visitor_id is not None:
        wanted.append(events.c.anonymous_id.in_(ids_of(app_id, question.visitor_id)))
    if question.cursor is not None:
        at, event_id = place_of(question.cursor)
        wanted += [events.c.occurred_at >= at, tuple_(events.c.occurred_at, events.c.id) > tuple_(at, event_id)]
    told: ColumnElement[datetime] = func.greatest(_FIRST, func.least(events.c.occurred_at, _LAST)).label("occurred_at")
    return (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, told)
        .where(*wanted)
        .order_by(events.c.occurred_at, events.c.id)
    )


def part(question: ExportQuestion, rows: Iterable[Mapping[str, Any]], *, gzip: bool) -> Part:
    """The rows as lines, compressed or not, as many as fit. A CSV's header stands in the first part only, so that
    parts can be put together."""
    packer = zlib.compressobj(6, wbits=31) if gzip else None
    content, read, largest = bytearray(), 0, LARGEST_PACKED if gzip else LARGEST_PLAIN
    last: Event | None = None
    for event, line in _lines(rows, question.format, question.cursor is None):
        more = 0 if packer else len(line)
        if last is not None and (len(content) + more > largest or read >= MOST_READ):
            return Part(_ended(content, packer), place_after(last.occurred_at, last.id))
        content += packer.compress(line) if packer else line
        read += len(line)
        last = event
    return Part(_ended(content, packer), None)


def _ended(content: bytearray, packer: "zlib._Compress | None") -> bytes:
    return bytes(content + packer.flush()) if packer else bytes(content)


def _lines(rows: Iterable[Mapping[str, Any]], form: Format, first: bool) -> Iterator[tuple[Event | None, bytes]]:
    if form == "csv" and first:
        yield None, csv_lines([COLUMNS]).encode()
    for row in rows:
        event = Event.from_row(row)
        words = (str(event.id), event.name, event.anonymous_id, event.occurred_at.isoformat())
        if form == "csv":
            yield event, csv_lines([[*words, json_text(event.properties)]]).encode()
        else:
            yield event, f"{json_text(dict(zip(COLUMNS, (*words, event.properties), strict=True)))}\n".encode()
