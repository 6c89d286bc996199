"""Which of the event names that a question refers to are sent no more: not seen for a week, as ingest keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from query.scope import Scope
from spoor import database
from spoor.errors import Misconfigured, NotNow
from spoor.telemetry import logger

UNSEEN_FOR = timedelta(days=7)
_WITHIN_S = 1.0
_MOST_REMEMBERED = 5000

_seen: dict[tuple[UUID, str], datetime] = {}
"""What this instance read: a name that was seen lately need not be looked up until that is a week ago."""


@dataclass(frozen=True, slots=True)
class UnseenName:
    """A name of which no event happened for a week; `last_seen_at` is about to the hour, null where none is known."""

    name: str
    last_seen_at: datetime | None


def unseen_of(scope: Scope) -> list[UnseenName]:
    """The names that a scope's question refers to and that were not seen for a week. Where that cannot be read, nothing
    is told: the answer is worth more."""
    since = scope.now - UNSEEN_FOR
    names = sorted(name for name in scope.named if _seen.get((scope.app_id, name), since) <= since)
    if not names:
        return []
    try:
        params = {"app_id": scope.app_id, "names": names}
        statement = database.sql("query.apps", "list_names_seen")
        rows = database.run(statement, params, repeatable=True, within_s=_WITHIN_S)
    except (NotNow, Misconfigured) as error:
        logger.warning("names not looked up", code=error.code)
        return []
    if len(_seen) + len(rows) > _MOST_REMEMBERED:
        _seen.clear()
    _seen.update({(scope.app_id, row["name"]): row["last_seen_at"] for row in rows if row["last_seen_at"]})
    return [
        UnseenName(row["name"], row["last_seen_at"])
        for row in rows
        if (row["last_seen_at"] or row["kept_since"]) <= since
    ]
