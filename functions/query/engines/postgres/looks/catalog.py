"""Reads which names and properties events have: by two looks at the newest, which stay cheap however many there are."""

from collections.abc import Sequence

from query.engines.postgres.expressions.properties import OWN
from query.engines.postgres.scope import PostgresScope
from query.looks.catalog import MOST_KEYS, MOST_NAMES, CatalogName, CatalogQuestion, Found, Property
from query.questions.filters import COHORT, DEEPEST_PROPERTY, LONGEST_PROPERTY
from spoor import database
from spoor.database import Row

MOST_COUNTED = 1_000_000
MOST_READ = 20_000
FEWEST_READ = 20
"""Events of a name that are looked at for properties at the least, if it has so many."""
_ASKABLE = {"longest": LONGEST_PROPERTY, "deepest": DEEPEST_PROPERTY, "own": [*OWN, COHORT]}


def gather(question: CatalogQuestion, scope: PostgresScope) -> Found:
    """The names and properties of the range.

    They rank by visitors and days, not by events: a flood of junk, which the ingest key is enough for, does not wash
    away what there really is.

    Raises TooManyReports, TooSlow, DatabaseAway.
    """
    start, end = question.range(scope.now)
    bounds = {"app_id": scope.app_id, "start": start, "end": end, "most": MOST_COUNTED}
    names = scope.rows(database.sql("query.engines.postgres", "list_event_names"), {**bounds, "names": MOST_NAMES + 1})
    listed = names[:MOST_NAMES]
    read = {**bounds, "read": 4 * MOST_READ, "keys": MOST_KEYS + 1, **_ASKABLE}
    of_names = {"listed": [row["name"] for row in listed], "shares": _shares(listed)}
    keys = scope.rows(database.sql("query.engines.postgres", "list_properties"), {**read, **of_names})
    since = names[0]["counted_from"] if names and names[0]["counted"] >= MOST_COUNTED else start
    return Found(
        [CatalogName(row["name"], row["count"], row["last_seen_at"]) for row in names],
        [Property(row["name"], row["types"], row["examples"] or []) for row in keys],
        since,
    )


def _shares(names: Sequence[Row]) -> list[float]:
    """Which share of each name's events is looked at: all where they are few, and else so many as its rank is worth."""
    if not names or names[0]["counted"] <= MOST_READ:
        return [1.0] * len(names)
    a_weight = MOST_READ / sum(row["weight"] for row in names)
    return [max(row["weight"] * a_weight, FEWEST_READ) / row["count"] for row in names]
