"""Reads what happened within the last half hour."""

from query.engines.postgres.ask import ask
from query.engines.postgres.looks.events import event_of
from query.looks.live import MOST_SHOWN, Live, LiveQuestion
from query.scope import Scope
from spoor import database


def gather(_: LiveQuestion, scope: Scope) -> Live:
    """The half hour before the scope's `now`, by one statement.

    Raises TooSlow, DatabaseAway.
    """
    params = {"app_id": scope.app_id, "now": scope.now, "most": MOST_SHOWN}
    rows = ask(database.sql("query.engines.postgres", "live"), params, scope.until)
    return Live(rows[0]["visitors"], [event_of(row) for row in rows if row["id"]], rows[0]["per_minute"])
