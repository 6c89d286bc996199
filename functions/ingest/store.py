"""Stores rows exactly once, in one statement; a row that Postgres refuses is found and leaves the others alone."""

from collections.abc import Iterable
from typing import Any

import psycopg

from ingest import outcomes
from ingest.encode import encode
from ingest.event import Refused, Row
from ingest.identity import Link, join
from ingest.keys import UnknownKey, find_app_now
from ingest.outcomes import DUPLICATE, Tally, Told
from spoor import database

_WITHIN = 8.0  # seconds for all of it; the function's own time-out leaves room for the answer

_REFUSABLE = ("22", "23", "54")  # data exceptions, constraints, limits: the row's own fault


class Stored:
    """How many rows were new, and the rows that Postgres would not take, by their place among the rows."""

    def __init__(self) -> None:
        self.new = 0
        self.refused: dict[int, Refused] = {}


def save(app_id: str, key: str, rows: list[Row], links: Iterable[Link], tally: Tally) -> Stored:
    """Store `rows` of the app, whose key must still be `key`; rows that are already there count as not new.

    What `tally` tells, and what becomes of the rows, is counted by the same statement.

    Raises UnknownKey when the key was rotated or the app deleted, NotNow when nothing can be promised: then sending the
    same rows again is safe.
    """
    stored = Stored()
    _save(app_id, key, rows, 0, links, tally, stored)
    if stored.refused:
        one = next(iter(stored.refused.values()))
        tally.told.append((one.code, len(stored.refused), None))
        outcomes.note(app_id, tally)
    return stored


def _save(
    app_id: str, key: str, rows: list[Row], offset: int, links: Iterable[Link], tally: Tally, stored: Stored
) -> None:
    unique = {row[0]: row for row in reversed(rows)}  # of one id sent twice the first stands
    try:
        stored.new += _insert(app_id, key, list(unique.values()), links, len(rows) - len(unique), tally)
    except psycopg.Error as error:
        if not _is_refusal(error):
            raise
        if len(rows) == 1:
            stored.refused[offset] = Refused("REFUSED_BY_DATABASE", "The database cannot hold a value of this event.")
            return
        middle = len(rows) // 2
        _save(app_id, key, rows[:middle], offset, links, tally, stored)
        _save(app_id, key, rows[middle:], offset + middle, (), tally, stored)


def _insert(app_id: str, key: str, rows: list[Row], links: Iterable[Link], repeated: int, tally: Tally) -> int:
    """How many of the rows, no two of which are one, are new; `repeated` ones beside them count as duplicates."""
    told: Told = [*tally.told, (DUPLICATE, repeated, None)] if repeated else tally.told
    params: dict[str, Any] = {"app_id": app_id, "key": key, "hour": tally.hour, "sender": tally.sender}
    params |= {"shard": outcomes.SHARD, "told": encode(told) if told else None}
    if links:
        name = "store_events_and_links"
        params["rows"] = encode(rows)
        params["groups"] = encode(join(links))
    elif len(rows) == 1:
        name = "store_event"
        [(event_id, event_name, anonymous_id, properties, occurred_at)] = rows
        params |= {"id": event_id, "name": event_name, "anonymous_id": anonymous_id, "occurred_at": occurred_at}
        params["properties"] = encode(properties)
    else:
        name = "store_events"
        params["rows"] = encode(rows)
    found = database.run(database.sql("ingest", name), params, repeatable=True, within=_WITHIN)
    new: int | None = found[0]["stored"] if found else None
    if new is None:  # the key was rotated meanwhile
        find_app_now(key)
        raise UnknownKey
    tally.told = []  # counted
    return new


def _is_refusal(error: psycopg.Error) -> bool:
    return error.sqlstate.startswith(_REFUSABLE) if error.sqlstate else isinstance(error, psycopg.DataError)
