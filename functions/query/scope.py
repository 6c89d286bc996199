"""Whose events a question is about, and what the names in it stand for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from time import monotonic
from uuid import UUID

from query.apps import NoSuchApp
from query.conditions import Members
from query.row_ids import row_id
from spoor import database

ANSWERED_WITHIN = 16.0
"""Seconds for all statements of an answer together: finding the app takes `database.WITHIN` at most, and the function
has 28."""


@dataclass(frozen=True, slots=True)
class Scope:
    """An app of the caller's. `session_gap` is the longest pause within a session, `now` the database's clock,
    `members` the visitors of every cohort that the question names, `until` when (monotonic) it has to be answered.
    `owner_id` is who asks."""

    app_id: UUID
    session_gap: timedelta
    now: datetime
    members: Members = field(default_factory=dict)
    until: float = inf
    owner_id: str = ""


def get(owner_id: str, app_id: str) -> Scope:
    """The owner's app as the scope of a question.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp)}
    rows = database.run(database.sql("query", "get_scope"), params, repeatable=True)
    if not rows:
        raise NoSuchApp
    gap = timedelta(seconds=rows[0]["session_gap_seconds"])
    return Scope(rows[0]["id"], gap, rows[0]["now"], until=monotonic() + ANSWERED_WITHIN, owner_id=owner_id)
