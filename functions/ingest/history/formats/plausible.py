"""Plausible: the zip of ten tables that a site's owner exports. It has sums of days and no events, and nothing is made
of them but figures: visitors of several days cannot be added up, nor two tables be crossed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ingest.encode import encode
from ingest.events.event import RefusedEvent
from ingest.history.figures import CountedDay
from ingest.history.formats.shape import Wishes, check_time, object_of
from ingest.history.records.record import ExportRecord

SOURCE = "plausible"
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "visitors": ("", ()),
    "pages": ("page", ("hostname", "page")),
    "entry_pages": ("entryPage", ("entry_page",)),
    "exit_pages": ("exitPage", ("exit_page",)),
    "sources": (
        "source",
        ("source", "channel", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"),
    ),
    "custom_events": ("event", ("name", "link_url", "path")),
    "locations": ("location", ("country", "region", "city")),
    "devices": ("device", ("device",)),
    "browsers": ("browser", ("browser", "browser_version")),
    "operating_systems": ("operatingSystem", ("operating_system", "operating_system_version")),
}
"""Of each table the dimension, and the columns that together say which value of it."""
_NAME = re.compile(r"imported_([a-z_]+?)(?:_\d{8}_\d{8})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST = date(2000, 1, 1)
_VISITS = ("visits", "entrances", "exits")
_MOST = 10**12
_LONGEST = 2500
"""Bytes of a value: it is part of a key, which Postgres bounds."""


class Plausible:
    """A row is what Plausible counted on a day."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        pass

    def take(self, record: ExportRecord) -> CountedDay:
        """Raises RefusedEvent."""
        named = _NAME.fullmatch(record.table)
        if not named or named[1] not in TABLES:
            raise RefusedEvent("TABLE_UNKNOWN", "Its file is none of the ten imported_….csv of Plausible's export.")
        dimension, columns = TABLES[named[1]]
        row = object_of(record)
        visitors = _figure(row, "visitors")
        if visitors is None:
            raise RefusedEvent("COLUMN_MISSING", "The row says no visitors.")
        return CountedDay(
            SOURCE,
            _day(row.get("date")),
            dimension,
            _value(row, columns),
            visitors,
            next((found for column in _VISITS if (found := _figure(row, column)) is not None), None),
            _figure(row, "pageviews"),
            _figure(row, "events"),
            _figure(row, "bounces"),
            _figure(row, "visit_duration"),
        )


def _day(said: Any) -> str:
    check_time(said)
    try:
        day = date.fromisoformat(said) if type(said) is str and _DAY.fullmatch(said) else None
    except ValueError:
        day = None
    if day is None:
        raise RefusedEvent("INVALID_TIME", "A date is written 2026-01-31.")
    if not _EARLIEST <= day <= datetime.now(UTC).date() + timedelta(days=1):
        raise RefusedEvent("TIME_OUT_OF_RANGE", "It is before 2000 or in the future.")
    return day.isoformat()


def _value(row: dict[str, Any], columns: tuple[str, ...]) -> str:
    """What the row is about, as JSON; without what Plausible does not know. Of the day's own figures it is empty."""
    if not columns:
        return ""
    if columns[0] not in row:
        raise RefusedEvent("COLUMN_MISSING", f"The first row has no {columns[0]}.")
    said = {column: row[column] for column in columns if row.get(column) not in (None, "")}
    if said.get("city") == "0":
        del said["city"]
    if not all(type(each) is str and "\0" not in each for each in said.values()):
        raise RefusedEvent("INVALID_VALUE", "It holds NUL, or is no text.")
    value = encode(said)
    if len(value.encode()) > _LONGEST:
        raise RefusedEvent("VALUE_TOO_LONG", f"What it is about has more than {_LONGEST} bytes.")
    return value


def _figure(row: dict[str, Any], column: str) -> int | None:
    """None where the export has no such column."""
    said = row.get(column)
    if said is None:
        return None
    if type(said) is not str or not (said.isascii() and said.isdecimal() and len(said) <= 13 and int(said) <= _MOST):
        raise RefusedEvent("INVALID_NUMBER", f"{column} must be a whole number up to {_MOST}.")
    return int(said)
