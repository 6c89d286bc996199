"""Clearings: events of an app deleted by name, property and time; rollup works them off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query.apps import long_change
from query.apps.tracked_apps import NoSuchApp
from spoor import database
from spoor.errors import StatementTooSlow, Unprocessable
from spoor.nudges import nudge

MOST = 1000
WITHOUT_ASKING = 100_000
"""Events that a clearing may take without a word that so many are meant."""

COUNTED = 1_000_000
"""Events up to which a dry run counts."""

_WITHIN_S = 25.0


@dataclass(frozen=True, slots=True)
class Clearing:
    """The receipt: what is to go (a value is forgotten when it has), and how much went so far, or would go."""

    id: UUID | None
    asked_at: datetime | None
    names: list[str] | None
    property: str | None
    since: datetime
    until: datetime
    events: int
    ended_at: datetime | None

    @classmethod
    def from_row(cls, row: database.Row) -> "Clearing":
        """The clearing of a row of `clearings`."""
        return cls(**{name: row[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Meant:
    """Which events: those of these names (None: any), that hold a property (None: whichever) with a value (None: any),
    and happened in `[since, until)`. `confirmed` says that many are meant."""

    names: list[str] | None
    property: str | None
    value: Any
    since: datetime
    until: datetime
    confirmed: bool = False


class TooManyToClear(Unprocessable):
    """The clearing would take many events, and nobody said that they are meant."""

    code = "NOT_CONFIRMED"

    def __init__(self) -> None:
        super().__init__(
            [{"path": "confirm", "message": "Say true"}],
            f"Nothing is cleared. It would take over {WITHOUT_ASKING:,} events, or too many have to be looked at to"
            " tell: ask with `dryRun` how many, and repeat it with `confirm` if that is what you want.",
        )


def count(user_id: str, app_id: UUID, meant: Meant, most: int = COUNTED) -> Clearing:
    """What a clearing would take now, as far as COUNTED.

    Raises ChangeUnderWay, DatabaseAway, StatementTooSlow.
    """
    [row] = long_change.rows(user_id, "removals/count_meant", {**_params(app_id, meant), "most": most}, _WITHIN_S)
    return Clearing(None, None, meant.names, meant.property, meant.since, meant.until, row["events"], None)


def begin(user_id: str, app_id: UUID, meant: Meant) -> Clearing:
    """Write the wish down, and let rollup know. What comes in later is not meant: ask again then.

    Raises NoSuchApp where the app has gone meanwhile, TooManyToClear, ChangeUnderWay, DatabaseAway.
    """
    if not meant.confirmed and _are_many(user_id, app_id, meant):
        raise TooManyToClear
    rows = long_change.rows(user_id, "removals/begin_clearing", _params(app_id, meant), _WITHIN_S)
    if not rows:
        raise NoSuchApp
    nudge()
    return Clearing.from_row(rows[0])


def list_of(app_id: UUID) -> list[Clearing]:
    """The newest clearings of the app."""
    params = {"app_id": app_id, "most": MOST}
    return [
        Clearing.from_row(row)
        for row in database.run(database.sql("query.apps", "removals/list_clearings"), params, repeatable=True)
    ]


def _are_many(user_id: str, app_id: UUID, meant: Meant) -> bool:
    try:
        return count(user_id, app_id, meant, WITHOUT_ASKING + 1).events > WITHOUT_ASKING
    except StatementTooSlow:
        return True


def _params(app_id: UUID, meant: Meant) -> dict[str, Any]:
    return {
        "app_id": app_id,
        "names": meant.names,
        "property": meant.property,
        "value": None if meant.value is None else database.Json(meant.value),
        "since": meant.since,
        "until": meant.until,
    }
