"""CSV of any making, by a mapping that its owner writes."""

import re
import sqlite3
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.history.formats.mapping import check
from ingest.history.formats.shape import GivenEvent, Wishes, WrongWishes, check_time, object_of
from ingest.history.formats.texts import text_of, value_of
from ingest.history.records import lines
from ingest.history.records.record import ExportRecord

_SPACE = UUID("0f6c1d1e-9f0b-4f55-8a39-5e8a0f4f2c11")
_WITH_COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")


class Mapped:
    """A row is an event of Spoor's own format. Without a column for the id it is a hash of the row, and of how many
    equal ones came before: so true twins stay two, and a second run adds none."""

    remembers = False

    def __init__(self, wishes: Wishes) -> None:
        """Raises WrongWishes."""
        mapping = wishes.mapping
        check(mapping)
        when = mapping["occurredAt"]
        self._when: str = when if isinstance(when, str) else when.get("column", "")
        self._format: str | None = None if isinstance(when, str) else when.get("format")
        self._mapping = mapping
        self._null = frozenset(mapping.get("null", ("",)))
        self._json = frozenset(mapping.get("json", ()))
        try:
            self._zone = ZoneInfo(mapping.get("timezone", "UTC"))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise WrongWishes(f"There is no time zone {mapping.get('timezone')}.") from error
        self._used = {mapping.get(key) for key in ("id", "name", "userId", "anonymousId")} | {self._when}
        self._equal = None
        if "id" not in mapping:
            self.remembers = True
            self._equal = sqlite3.connect("", isolation_level=None)
            self._equal.executescript(
                "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;"
                "CREATE TABLE equal (id blob PRIMARY KEY, count integer) WITHOUT ROWID"
            )

    def take(self, record: ExportRecord) -> GivenEvent:
        """Raises RefusedEvent."""
        row = {column: text_of(value, clean=record.clean) for column, value in object_of(record).items()}
        mapping = self._mapping
        time = self._time(self._cell(row, self._when))
        check_time(time)
        event = TrackedEvent(
            name=mapping["constant"] if "constant" in mapping else self._cell(row, mapping["name"]),
            client_id=self._id(row) if self._equal else self._cell(row, mapping["id"]),
            anonymous_id=self._cell(row, mapping.get("anonymousId")),
            user_id=self._cell(row, mapping.get("userId")),
            time=time,
            properties=self._properties(row),
        )
        return GivenEvent(event)

    def _cell(self, row: dict[str, Any], column: str | None) -> str | None:
        """Raises RefusedEvent."""
        if column is None:
            return None
        if column not in row:
            raise RefusedEvent("COLUMN_MISSING", f"There is no column {column}.")
        text = row[column]
        return None if text is None or text in self._null else text

    def _time(self, text: str | None) -> Any:
        """Raises RefusedEvent."""
        if text is None:
            return None
        try:
            read = datetime.strptime(text, self._format) if self._format else datetime.fromisoformat(text)
            return (read if read.tzinfo else read.replace(tzinfo=self._zone)).astimezone(UTC).isoformat()
        except (ValueError, OverflowError):
            if self._format is None:
                return text  # one of the spellings that ingest knows
            raise RefusedEvent("INVALID_TIME", "The time is not written as the mapping says.") from None

    def _properties(self, row: dict[str, Any]) -> dict[str, Any]:
        """Raises RefusedEvent."""
        wanted = self._mapping.get("properties", "rest")
        columns = [column for column in row if column not in self._used] if wanted == "rest" else wanted
        found = {}
        for column in columns:
            text = self._cell(row, column)
            if text is not None:
                found[column] = self._json_of(text) if column in self._json else self._value(text)
        return found

    def _value(self, text: str) -> Any:
        if self._mapping.get("decimal") == ",":
            return value_of(text.replace(".", "").replace(",", ".")) if _WITH_COMMA.fullmatch(text) else text
        return value_of(text)

    @staticmethod
    def _json_of(text: str) -> Any:
        """Raises RefusedEvent."""
        return lines.parse(text.encode("utf-8", "replace"))[0]

    def _id(self, row: dict[str, Any]) -> str:
        assert self._equal is not None  # noqa: S101 - asked for such rows alone
        made = uuid5(_SPACE, orjson.dumps(list(row.items())).decode())
        [count] = self._equal.execute(
            "INSERT INTO equal VALUES (?, 0) ON CONFLICT (id) DO UPDATE SET count = count + 1 RETURNING count",
            (made.bytes,),
        ).fetchone()
        return f"{made}:{count}" if count else str(made)
