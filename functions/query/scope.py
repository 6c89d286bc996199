"""Whose events a question is about, and what the names in it stand for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from query.apps import NoSuchApp
from query.conditions import Members
from spoor import database


@dataclass(frozen=True, slots=True)
class Scope:
    """An app of the caller's. `session_gap` is the longest pause within a session, `now` the database's clock,
    `members` the visitors of every cohort that the question names."""

    app_id: UUID
    session_gap: timedelta
    now: datetime
    members: Members = field(default_factory=dict)


def find(owner_id: str, app_id: str) -> Scope:
    """The owner's app as the scope of a question.

    Raises NoSuchApp.
    """
    try:
        params = {"owner_id": owner_id, "id": UUID(app_id)}
    except ValueError:
        raise NoSuchApp from None
    rows = database.run(database.sql("query", "find_scope"), params, repeatable=True)
    if not rows:
        raise NoSuchApp
    return Scope(rows[0]["id"], timedelta(seconds=rows[0]["session_gap_seconds"]), rows[0]["now"])
