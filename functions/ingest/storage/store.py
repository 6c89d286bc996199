"""Stores rows exactly once, in one statement; a row that Postgres refuses is found and leaves the others alone."""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

import psycopg

from ingest.apps.app_rules import AppRules
from ingest.apps.keys import UnknownKey, find_app_now
from ingest.encode import encode
from ingest.events.event import EventRow, RefusedEvent
from ingest.events.identity import Links
from ingest.events.profiles import Saying, said_of_accounts
from ingest.storage import outcomes, sightings
from ingest.storage.outcomes import DUPLICATE, Tally, Told
from spoor import database

_WITHIN_S = 8.0  # seconds for all of it; the function's own time-out leaves room for the answer

_REFUSABLE = ("22", "23", "54")  # data exceptions, constraints, limits: the row's own fault
_NOTHING = Links()


Put: TypeAlias = Callable[[AppRules, str, list[EventRow], Links, int, Tally, "Stored"], None]
"""What stores rows as `insert` does."""


class Stored:
    """How many rows were new, and the rows that Postgres would not take, by their place among the rows; `warnings` are
    of events, by their position, of which a link was refused."""

    def __init__(self) -> None:
        self.new = 0
        self.refused: dict[int, RefusedEvent] = {}
        self.warnings: list[tuple[int, str]] = []


def save(app: AppRules, key: str, rows: list[EventRow], links: Links, tally: Tally, put: Put | None = None) -> Stored:
    """Store `rows` of the app, whose key must still be `key`, with what they say of ids; rows that are already there
    count as not new.

    What `tally` tells, and what becomes of the rows, is counted by the same statement: `insert`, or `put` in its place.

    Raises UnknownKey when the key was rotated or the app deleted, NotNow when nothing can be promised: then sending the
    same rows again is safe.
    """
    stored = Stored()
    _save(app, key, rows, 0, links, tally, stored, put or insert)
    kept = [row for place, row in enumerate(rows) if place not in stored.refused] if stored.refused else rows
    note_accounts(app, said_of_accounts(kept))
    if stored.refused:
        one = next(iter(stored.refused.values()))
        tally.told.append((one.code, len(stored.refused), None))
    tally.told += [(code, count, None) for code, count in Counter(code for _, code in stored.warnings).items()]
    if tally.told:
        outcomes.note(app.id, tally)
    return stored


def note_accounts(app: AppRules, news: list[Saying]) -> None:
    """Keep what is said of accounts themselves; of events, once they are stored: to send it all again is safe.

    Raises NotNow.
    """
    if news:
        params = {"app_id": app.id, "news": encode(news)}
        database.run(database.sql("ingest.storage", "note_accounts"), params, repeatable=True, within_s=_WITHIN_S)


def _save(
    app: AppRules, key: str, rows: list[EventRow], offset: int, links: Links, tally: Tally, stored: Stored, put: Put
) -> None:
    unique = {row[0]: row for row in reversed(rows)}  # of one id sent twice the first stands
    try:
        put(app, key, list(unique.values()), links, len(rows) - len(unique), tally, stored)
    except psycopg.Error as error:
        if not is_refusal(error):
            raise
        if len(rows) == 1:
            stored.refused[offset] = RefusedEvent(
                "REFUSED_BY_DATABASE", "The database cannot hold a value of this event."
            )
            return
        middle = len(rows) // 2
        _save(app, key, rows[:middle], offset, links, tally, stored, put)
        _save(app, key, rows[middle:], offset + middle, _NOTHING, tally, stored, put)


def insert(
    app: AppRules, key: str, rows: list[EventRow], links: Links, repeated: int, tally: Tally, stored: Stored
) -> None:
    """Store the rows, no two of which are one; `repeated` ones beside them count as duplicates.

    Raises UnknownKey, NotNow; psycopg's errors where a row is to blame.
    """
    told: Told = [*tally.told, (DUPLICATE, repeated, None)] if repeated else tally.told
    params: dict[str, Any] = {"app_id": app.id, "key": key, "hour": tally.hour, "sender": tally.sender}
    params |= {"shard": outcomes.SHARD, "told": encode(told) if told else None}
    news = sightings.news(app.id, rows)
    if len(rows) == 1 and not news:
        name = "store_event"
        [(event_id, event_name, anonymous_id, properties, occurred_at)] = rows
        params |= {"id": event_id, "name": event_name, "anonymous_id": anonymous_id, "occurred_at": occurred_at}
        params["properties"] = encode(properties)
    else:
        name = "store_events"
        params["rows"] = encode(rows)
    more: list[Any] = []
    if links:
        params["merging"] = app.accept_merges
        if name == "store_event" and (of_user := links.of_one_user(app.accept_claims)):
            name = "store_event_of_user"
            params["user"], params["device"], params["at"] = of_user
        else:
            name += "_and_links"
            said, *more = links.words(app.accept_claims)
            params["said"] = encode(said)
    if news:
        name = "store_events_and_names"
        params = {"said": None, "merging": False, **params, "seen": encode([*news.items()])}
    [row] = database.run(database.sql("ingest.storage", name), params, repeatable=True, within_s=_WITHIN_S) or [
        {"stored": None}
    ]
    if row["stored"] is None:  # the key was rotated meanwhile
        find_app_now(key)
        raise UnknownKey
    if news:
        sightings.note(app.id, news)
    tally.told = []  # counted
    stored.new += row["stored"]
    if links:
        stored.warnings += links.warnings(row["refused"], 0)
        link_more(app, more, links, tally, stored)


def link_more(app: AppRules, more: list[Any], links: Links, tally: Tally, stored: Stored) -> None:
    """Take the links that one statement does not take, once the rows are stored: to send it all again is safe."""
    for at, said in enumerate(more, start=1):
        params = {"app_id": app.id, "said": encode(said), "sender": tally.sender, "merging": app.accept_merges}
        [row] = database.run(database.sql("ingest.storage", "link"), params, repeatable=True, within_s=_WITHIN_S)
        stored.warnings += links.warnings(row["refused"], at)


def is_refusal(error: psycopg.Error) -> bool:
    """Whether an error says that a row cannot be had, or is there already."""
    return error.sqlstate.startswith(_REFUSABLE) if error.sqlstate else isinstance(error, psycopg.DataError)
