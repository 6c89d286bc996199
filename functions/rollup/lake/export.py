"""Reads a day of an app's events in order, a page at a time: nothing is held in the database between two pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spoor import database
from spoor.time import day_bounds

PAGE_ROWS = 20_000
PAGE_BYTES = 8 << 20
"""What a page holds at most, but for its last event, which may be of any size."""

_FIRST_ROWS = 200
_FEWEST_ROWS = 50
_MORE = 4
"""The database reads as many events as are asked for, also those that do not fit into the page: so few are asked for
until it is known how many do."""

_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """Lines of events, as export_page writes them; the `longest` has so many bytes."""

    rows: int
    longest: int
    lines: str


def pages(app_id: UUID, day: date) -> Iterator[ExportedPage]:
    """All events of the day, in order of time and id.

    Raises DatabaseAway, StatementTooSlow.
    """
    since, until = day_bounds(day)
    after: tuple[datetime, UUID | None] = (since, None)
    most = min(_FIRST_ROWS, PAGE_ROWS)
    while True:
        params = {"app_id": app_id, "until": until, "after": after[0], "after_id": after[1]}
        params |= {"most": most, "bytes": PAGE_BYTES}
        [row] = database.run(database.sql("rollup.lake", "export_page"), params, repeatable=True, within_s=_WITHIN_S)
        if not row["rows"]:
            return
        yield ExportedPage(row["rows"], row["longest"], row["lines"])
        after = (row["last_at"], row["last_id"])
        most = min(max(_MORE * row["rows"], _FEWEST_ROWS), PAGE_ROWS)
