"""Erasing one visitor: every event, session and link of all ids that are theirs, at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query.apps import long_change
from query.apps.tracked_apps import NoSuchApp
from query.shares import answer_store
from spoor import database
from spoor.errors import Unprocessable
from spoor.nudges import SEAL, nudge

MOST = 1000
_WITHIN_S = 25.0


@dataclass(frozen=True, slots=True)
class Erasure:
    """The receipt: how many ids were the visitor, and how much went: `identities` are what was said of
    those ids. It names nobody, so it may be kept."""

    erased_at: datetime | None
    ids: int
    events: int
    sessions: int
    identities: int

    @classmethod
    def from_row(cls, row: database.Row) -> "Erasure":
        """The erasure of a row of `erasures`."""
        return cls(row["erased_at"], row["ids"], row["events"], row["sessions"], row["identities"])


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to erase, and how much the caller says that is; `dry_run` only counts."""

    visitor_id: str
    dry_run: bool = False
    ids: int | None = None
    events: int | None = None


class NotConfirmed(Unprocessable):
    """The erasure takes more than it was said to, or other; nothing was erased."""

    code = "COUNTS_DIFFER"

    def __init__(self, trial: Erasure) -> None:
        super().__init__(
            [{"path": "ids", "message": f"Say {trial.ids}"}, {"path": "events", "message": f"Say {trial.events}"}],
            f"Nothing was erased. It would take {trial.ids} ids and {trial.events} events: repeat both numbers in the "
            "request, as `ids` and `events`, if that is what you want.",
        )


def erase(user_id: str, app_id: UUID, wish: Wish, horizon: datetime | None = None) -> Erasure:
    """Erase the visitor whom the wish's id belongs to, any of theirs. A visitor who is not there erases nothing, and
    that is on record too. What waits in the ingest queue meanwhile is stored afterwards: ask again then. Events before
    the app's horizon are counted by its files.

    Raises NoSuchApp where it has gone meanwhile, NotConfirmed where the counts have to be told or were told wrong,
    LakeAway where files cannot be counted, ChangeUnderWay, DatabaseAway.
    """
    params = {"app_id": app_id, **asdict(wish)}

    def in_lake(connection: Any) -> Mapping[str, Any]:
        if horizon is None:
            return {"in_lake": 0, "since": None}
        from query.engines.lake.looks import erasure  # with numpy, for an app whose rows have left the table

        return {"in_lake": erasure.count(connection, app_id, wish.visitor_id, horizon), "since": horizon.date()}

    rows = long_change.rows(user_id, "removals/erase_visitor", params, _WITHIN_S, in_lake)
    if not rows:
        raise NoSuchApp
    receipt = Erasure.from_row(rows[0])
    if receipt.erased_at is None and not wish.dry_run:
        raise NotConfirmed(receipt)
    if not wish.dry_run:
        answer_store.forget(app_id)
        nudge(queue=SEAL)  # files may have the visitor, too
    return receipt


def list_of(app_id: UUID) -> list[Erasure]:
    """The newest erasures of the app."""
    params = {"app_id": app_id, "most": MOST}
    rows = database.run(database.sql("query.apps", "removals/list_erasures"), params, repeatable=True)
    return [Erasure.from_row(row) for row in rows]
