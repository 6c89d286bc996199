"""Unions of known users, which an owner makes and takes back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from query.apps import long_change
from spoor import database
from spoor.errors import Conflict, NotFound

MOST = 1000
_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Merge:
    """That two users are one visitor; `source` is `api` or the tracker that said so."""

    user_id: str
    other_user_id: str
    merged_at: datetime
    source: str

    @classmethod
    def from_row(cls, row: database.Row) -> "Merge":
        """The merge of a row of `merges`."""
        return cls(row["one"], row["other"], row["merged_at"], row["source"])


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many merges, or claims, do not hold any more."""

    taken_back: int


class NoSuchMerge(NotFound):
    """These two are not merged, or not directly."""

    code = "MERGE_NOT_FOUND"
    message = "There is no merge of these two users. The list of the visitor's merges says which there are."


class CannotMerge(Conflict):
    """Why two visitors stay two."""

    code = "CANNOT_MERGE"

    def __init__(self, why: str) -> None:
        super().__init__(_WHY[why])


_WHY = {
    "NOT_KNOWN": "Only known users can be merged; one of these ids belongs to no user yet.",
    "SAME_USER": "Both ids belong to the same user already.",
    "TOO_MANY_IDS": "Together they would have more than 1,000 ids, which is the most that a visitor may have.",
}


def list_of(app_id: UUID, visitor_id: str | None) -> list[Merge]:
    """The newest merges of the app, or of one visitor."""
    params = {"app_id": app_id, "visitor_id": visitor_id, "most": MOST}
    rows = database.run(database.sql("query.apps", "visitors/list_merges"), params, repeatable=True)
    return [Merge.from_row(row) for row in rows]


def merge(user_id: str, app_id: UUID, visitor_id: str, other_id: str) -> Merge:
    """Make one visitor of the users that two ids belong to.

    Raises CannotMerge, ChangeUnderWay.
    """
    params = {"app_id": app_id, "visitor_id": visitor_id, "other_id": other_id}
    [row] = long_change.rows(user_id, "visitors/merge", params, _WITHIN_S)
    if row["code"]:
        raise CannotMerge(row["code"])
    return Merge.from_row(row)


def take_back(
    user_id: str, app_id: UUID, visitor_id: str | None, other_id: str | None, since: datetime | None
) -> TakenBack:
    """Take back the merge of two ids' users; without `other_id` all of the visitor that came `since`, or all; without a
    visitor those of the whole app.

    Raises NoSuchMerge where a merge was named and is not there, ChangeUnderWay.
    """
    params = {"app_id": app_id, "visitor_id": visitor_id, "other_id": other_id, "since": since}
    [row] = long_change.rows(user_id, "visitors/take_back_merges", params, _WITHIN_S)
    if other_id is not None and not row["taken_back"]:
        raise NoSuchMerge
    return TakenBack(row["taken_back"])
