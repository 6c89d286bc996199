"""Umami: the zip of CSV that its cloud mails, or a dump of its Postgres as plain text."""

import sqlite3
from typing import Any

from ingest.content.document import Document
from ingest.events.event import RefusedEvent
from ingest.history.formats.shape import (
    KEY,
    GivenEvent,
    Skipped,
    Wishes,
    WrongWishes,
    check_time,
    object_of,
    only,
    request_to,
)
from ingest.history.formats.texts import opened, text_of
from ingest.history.records.record import ExportRecord
from ingest.wire import umami

_REQUEST = request_to("/api/send")
_NULL = "\\N"
_NUMBER, _BOOLEAN, _DATE, _LIST = "2", "3", "4", "5"
_NAMES = {"3": "$link", "4": "$pixel"}
_PERFORMANCE = "5"
_PLACE = {"country": "$country", "region": "$region", "city": "$city"}
_TABLES = """
CREATE TABLE data (event text, key text, type text, string text, number text, date text);
CREATE INDEX data_event ON data (event);
CREATE TABLE session (id text PRIMARY KEY, browser, os, device, screen, language, country, region, city, distinct_id)
"""
_SESSION = ("browser", "os", "device", "screen", "language", "country", "region", "city", "distinct_id")


class Umami:
    """A row of `website_event` is an event that its script would have sent. Properties and sessions, which lie in
    tables of their own before it, wait in a file that goes with this process."""

    remembers = True

    def __init__(self, wishes: Wishes) -> None:
        """Raises WrongWishes."""
        if not wishes.website:
            raise WrongWishes("Say which website with --website and its id: an export may hold several.")
        self._website = wishes.website
        self._beside = sqlite3.connect("", isolation_level=None)
        self._beside.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;{_TABLES}")

    def take(self, record: ExportRecord) -> GivenEvent | Skipped | None:
        """Raises RefusedEvent."""
        row = {
            key: None if value == _NULL else text_of(value, clean=record.clean)
            for key, value in object_of(record).items()
        }
        if record.table == "website_event":
            return self._event(row) if row.get("website_id") == self._website else Skipped("OTHER_WEBSITE")
        if row.get("website_id") == self._website:
            self._note(record.table, row)
        return None

    def _note(self, table: str, row: dict[str, Any]) -> None:
        get = row.get
        if table == "event_data":
            event = get("website_event_id") or get("event_id")
            values = (
                event,
                get("data_key"),
                get("data_type"),
                *map(get, ("string_value", "number_value", "date_value")),
            )
            self._beside.execute("INSERT INTO data VALUES (?, ?, ?, ?, ?, ?)", values)
        elif table == "session":
            values = (get("session_id"), *map(get, _SESSION))
            self._beside.execute("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def _event(self, row: dict[str, Any]) -> GivenEvent:
        session = self._beside.execute("SELECT * FROM session WHERE id = ?", (row.get("session_id"),)).fetchone()
        if session:
            row = {**dict(zip(_SESSION, session[1:], strict=True)), **row}
        get, kind = row.get, str(row.get("event_type"))
        time = _utc(get("created_at"))
        check_time(time)
        payload: dict[str, Any] = {
            "hostname": get("hostname"),
            "url": _with_query(get("url_path"), get("url_query")),
            "referrer": _referrer(row),
            "title": get("page_title"),
            "name": get("event_name") or _NAMES.get(kind),
            "id": get("distinct_id"),
            "timestamp": time,
            "data": self._data(get("event_id")),
        }
        payload |= {key: get(key) for key in ("language", "tag", "browser", "os", "device", "screen")}
        if kind == _PERFORMANCE:
            payload |= {vital: _number(get(vital)) for vital in ("lcp", "inp", "cls", "fcp", "ttfb")}
        said = {"type": "performance" if kind == _PERFORMANCE else "event", "payload": payload}
        event = only(umami.read(_REQUEST, Document(said, True), KEY))
        event.client_id, event.anonymous_id = get("event_id"), get("session_id")
        event.properties |= {name: get(key) for key, name in _PLACE.items() if get(key)}
        return GivenEvent(event)

    def _data(self, event: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, *said in self._beside.execute(
            "SELECT key, type, string, number, date FROM data WHERE event = ?", (event,)
        ):
            *outer, last = (key or "").split(".")
            inside = found
            for part in outer:
                inside = inside.setdefault(part, {}) if type(inside.get(part, {})) is dict else found
            inside[last] = _value(*said)
        return found


def _value(kind: Any, string: Any, number: Any, date: Any) -> Any:
    kind = str(kind)
    if kind == _NUMBER:
        return _number(string if number in (None, "") else number)
    if kind == _BOOLEAN:
        return str(string).lower() == "true"
    if kind == _DATE:
        return string or date
    return opened(string) if kind == _LIST else string


def _number(text: Any) -> Any:
    """A number that `numeric` has written: 12.5000 is 12.5, 12.0000 is 12. Raises RefusedEvent."""
    if text in (None, ""):
        return None
    try:
        number = float(text)
    except ValueError:
        raise RefusedEvent("INVALID_NUMBER", "A number cannot be read.") from None
    return int(number) if number.is_integer() else number


def _utc(time: Any) -> Any:
    """In the spelling that is read fastest; without a zone it is of UTC."""
    return f"{time[:-3]}Z" if type(time) is str and time.endswith("+00") else time


def _with_query(path: Any, query: Any) -> Any:
    return f"{path}?{query}" if path and query else path


def _referrer(row: dict[str, Any]) -> Any:
    domain = row.get("referrer_domain")
    if not domain:
        return None
    return f"https://{domain}{_with_query(row.get('referrer_path'), row.get('referrer_query')) or ''}"
