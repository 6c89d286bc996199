"""Reads what happened within the last half hour."""

from query.engines.postgres.looks.events import event_of
from query.engines.postgres.scope import PostgresScope
from query.looks.live import MOST_SHOWN, Live, LiveQuestion
from spoor import database


def gather(_: LiveQuestion, scope: PostgresScope) -> Live:
    """The half hour before the scope's `now`, by one statement.

    Raises TooSlow, DatabaseAway.
    """
    params = {"app_id": scope.app_id, "now": scope.now, "most": MOST_SHOWN}
    rows = scope.rows(database.sql("query.engines.postgres", "live"), params, may_loop=False)
    return Live(rows[0]["visitors"], [event_of(row) for row in rows if row["id"]], rows[0]["per_minute"])
