"""Stores rows exactly once, in one statement; a row that Postgres refuses is found and leaves the others alone."""

from typing import Any

import psycopg

from ingest.encode import encode
from ingest.event import Refused, Row
from ingest.identity import Links
from ingest.keys import UnknownKey, find_app_now
from ingest.tracked_app import TrackedApp
from spoor import database

_WITHIN = 8.0  # seconds for all of it; the function's own time-out leaves room for the answer

_REFUSABLE = ("22", "23", "54")  # data exceptions, constraints, limits: the row's own fault
_NOTHING = Links()


class Stored:
    """How many rows were new, and the rows that Postgres would not take, by their place among the rows; `warnings` are
    of events, by their position, of which a link was refused."""

    def __init__(self) -> None:
        self.new = 0
        self.refused: dict[int, Refused] = {}
        self.warnings: list[tuple[int, str]] = []


def save(app: TrackedApp, key: str, rows: list[Row], links: Links) -> Stored:
    """Store `rows` of the app, whose key must still be `key`, with what they say of ids; rows that are already there
    count as not new.

    Raises UnknownKey when the key was rotated or the app deleted, NotNow when nothing can be promised: then sending the
    same rows again is safe.
    """
    stored = Stored()
    _save(app, key, rows, 0, links, stored)
    return stored


def _save(app: TrackedApp, key: str, rows: list[Row], offset: int, links: Links, stored: Stored) -> None:
    unique = {row[0]: row for row in reversed(rows)}  # of one id sent twice the first stands
    try:
        _insert(app, key, list(unique.values()), links, stored)
    except psycopg.Error as error:
        if not _is_refusal(error):
            raise
        if len(rows) == 1:
            stored.refused[offset] = Refused("REFUSED_BY_DATABASE", "The database cannot hold a value of this event.")
            return
        middle = len(rows) // 2
        _save(app, key, rows[:middle], offset, links, stored)
        _save(app, key, rows[middle:], offset + middle, _NOTHING, stored)


def _insert(app: TrackedApp, key: str, rows: list[Row], links: Links, stored: Stored) -> None:
    params: dict[str, Any] = {"app_id": app.id, "key": key}
    if len(rows) == 1:
        name = "store_event"
        [(event_id, event_name, anonymous_id, properties, occurred_at)] = rows
        params |= {"id": event_id, "name": event_name, "anonymous_id": anonymous_id, "occurred_at": occurred_at}
        params["properties"] = encode(properties)
    else:
        name = "store_events"
        params["rows"] = encode(rows)
    if links:
        new = _insert_with_links(app, f"{name}_and_links", params, links, stored)
    else:
        new = database.change(database.sql("ingest", name), params, repeatable=True, within=_WITHIN)
    if new == 0:  # nothing but duplicates, or a key that was rotated meanwhile
        found = find_app_now(key)
        if found is None or found.id != app.id:
            raise UnknownKey
    stored.new += new


def _insert_with_links(app: TrackedApp, name: str, params: dict[str, Any], links: Links, stored: Stored) -> int:
    """How many rows were new. What one statement does not take of the links has its own, once the rows are stored: to
    send it all again is safe."""
    first, *more = links.words(app.accept_claims)
    [row] = _linked(app, name, params, links, first) or [{"new": 0, "refused": []}]
    stored.warnings += links.warnings(row["refused"], 0)
    for at, said in enumerate(more, start=1):
        for also in _linked(app, "link", params, links, said):
            stored.warnings += links.warnings(also["refused"], at)
    return int(row["new"])


def _linked(
    app: TrackedApp, name: str, params: dict[str, Any], links: Links, said: dict[str, Any]
) -> list[database.Row]:
    params = {**params, "said": encode(said), "source": links.source, "merging": app.accept_merges}
    return database.run(database.sql("ingest", name), params, repeatable=True, within=_WITHIN)


def _is_refusal(error: psycopg.Error) -> bool:
    return error.sqlstate.startswith(_REFUSABLE) if error.sqlstate else isinstance(error, psycopg.DataError)
