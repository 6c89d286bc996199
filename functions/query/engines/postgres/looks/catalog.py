"""Reads which names and properties events have: by two looks at the newest, which stay cheap however many there are."""

from query.engines.postgres.ask import ask
from query.looks.catalog import MOST_KEYS, MOST_NAMES, CatalogQuestion, EventName, Found, Property
from query.scope import Scope
from spoor import database

MOST_COUNTED = 1_000_000
MOST_READ = 20_000


def gather(question: CatalogQuestion, scope: Scope) -> Found:
    """The most frequent names and properties of the range.

    Raises TooSlow, DatabaseAway.
    """
    start, end = question.range(scope.now)
    bounds = {"app_id": scope.app_id, "start": start, "end": end}
    counted = {**bounds, "most": MOST_COUNTED, "names": MOST_NAMES + 1}
    names = ask(database.sql("query.engines.postgres", "list_event_names"), counted, scope.until)
    read = {**bounds, "most": MOST_READ, "keys": MOST_KEYS + 1}
    keys = ask(database.sql("query.engines.postgres", "list_properties"), read, scope.until)
    since = names[0]["counted_from"] if names and names[0]["counted"] >= MOST_COUNTED else start
    return Found(
        [EventName(row["name"], row["count"], row["last_seen_at"]) for row in names],
        [Property(row["name"], row["types"], row["examples"] or []) for row in keys],
        since,
    )
