"""What trackers said of ids, which an owner may look at and take back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from query.apps import long_change
from query.apps.merges import TakenBack
from query.questions.pages import BadCursor, cursor_at, read_cursor
from spoor import database
from spoor.errors import NotFound

_WITHIN_S = 25.0


@dataclass(frozen=True, slots=True)
class Claim:
    """That an anonymous id is a user's (`claim`), or that two ids of which none was known are one (`alias`).

    Of an id the claim with the earliest `claimed_at`, an event's time, decides; `received_at` is when it first came.
    """

    kind: Literal["claim", "alias"]
    anonymous_id: str
    user_id: str
    claimed_at: datetime
    received_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """`next_cursor` asks for the page after this one; None where there is none."""

    claims: list[Claim]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Which:
    """Which claims are meant: all that fit what is given."""

    since: datetime | None = None
    claimed_since: datetime | None = None
    anonymous_id: str | None = None
    user_id: str | None = None


class NoSuchClaim(NotFound):
    """Nobody claimed that."""

    code = "CLAIM_NOT_FOUND"
    message = "There is no such claim. The list of claims says which there are."


def page(app_id: UUID, which: Which, limit: int, cursor: str | None) -> ClaimsPage:
    """The claims that arrived last.

    Raises BadCursor.
    """
    params = {**_params(app_id, which), "limit": limit + 1, **_place(cursor)}
    rows = database.run(database.sql("query.apps", "visitors/list_claims"), params, repeatable=True, within_s=_WITHIN_S)
    claims = [Claim(**row) for row in rows[:limit]]
    return ClaimsPage(claims, _after(claims[-1]) if len(rows) > limit else None)


def take_back(user_id: str, app_id: UUID, which: Which) -> TakenBack:
    """Take the claims back; whose their ids are is worked out anew.

    Raises NoSuchClaim where one was named and is not there, ChangeUnderWay.
    """
    [row] = long_change.rows(user_id, "visitors/take_back_claims", _params(app_id, which), _WITHIN_S)
    if which.anonymous_id is not None and which.user_id is not None and not row["taken_back"]:
        raise NoSuchClaim
    return TakenBack(row["taken_back"])


def _params(app_id: UUID, which: Which) -> Mapping[str, Any]:
    return {
        "app_id": app_id,
        "since": which.since,
        "claimed_since": which.claimed_since,
        "anonymous_id": which.anonymous_id,
        "user_id": which.user_id,
    }


def _after(claim: Claim) -> str:
    return cursor_at("\0".join((claim.received_at.isoformat(), claim.anonymous_id, claim.user_id)).encode())


def _place(cursor: str | None) -> dict[str, Any]:
    if cursor is None:
        return {"before": None, "before_id": None, "before_user": None}
    try:
        at, anonymous_id, user_id = read_cursor(cursor).decode().split("\0")
        return {"before": datetime.fromisoformat(at), "before_id": anonymous_id, "before_user": user_id}
    except (ValueError, OverflowError) as error:
        raise BadCursor from error
