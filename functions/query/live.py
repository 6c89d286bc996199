"""What happens just now: the last half hour of an app."""

from dataclasses import dataclass

from query.events import Event, that_fit
from query.reports.ask import ask
from query.scope import Scope
from spoor import database

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Live:
    """`visitors` who did anything within 30 minutes, the newest events (fewer, if they are large), and how many there
    were in each of these minutes, the oldest first. Minutes are counted back from this moment; what a clock ahead says
    is not yet."""

    visitors: int
    events: list[Event]
    per_minute: list[int]


def live(scope: Scope) -> Live:
    """The half hour before the scope's `now`, by one statement.

    Raises TooSlow, DatabaseAway.
    """
    params = {"app_id": scope.app_id, "now": scope.now, "most": MOST_SHOWN}
    rows = ask(database.sql("query", "live"), params, scope)
    events = that_fit(Event.from_row(row) for row in rows if row["id"])
    return Live(rows[0]["visitors"], events, rows[0]["per_minute"])
