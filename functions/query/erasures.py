"""Erasing one visitor: every event, session and link of all ids that are him, at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from query.apps import NoSuchApp
from spoor import database

MOST = 1000
_WITHIN = 25.0


@dataclass(frozen=True, slots=True)
class Erasure:
    """The receipt: how many ids were the visitor, and how many rows went. It names nobody, so it may be kept."""

    erased_at: datetime
    ids: int
    events: int
    sessions: int
    identities: int

    @classmethod
    def from_row(cls, row: database.Row) -> "Erasure":
        """The erasure of a row of `erasures`."""
        return cls(row["erased_at"], row["ids"], row["events"], row["sessions"], row["identities"])


def erase(owner_id: str, app_id: UUID, visitor_id: str) -> Erasure:
    """Erase the visitor whom `visitor_id`, any of his ids, belongs to. A visitor who is not there erases nothing, and
    that is on record too. What waits in the ingest queue meanwhile is stored afterwards: ask again then.

    Raises NoSuchApp, DatabaseAway.
    """
    params = {"owner_id": owner_id, "app_id": app_id, "visitor_id": visitor_id}
    rows = database.run(database.sql("query", "erase_visitor"), params, repeatable=False, within=_WITHIN)
    if not rows:
        raise NoSuchApp
    return Erasure.from_row(rows[0])


def list_of(app_id: UUID) -> list[Erasure]:
    """The newest erasures of the app."""
    params = {"app_id": app_id, "most": MOST}
    rows = database.run(database.sql("query", "list_erasures"), params, repeatable=True)
    return [Erasure.from_row(row) for row in rows]
