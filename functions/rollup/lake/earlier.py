"""What was sealed of a day before the horizon: the table has not all of its events any more, so it is sealed anew from
its own files, from what has come since, and without those who were erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from rollup.lake.staging import Staged
from spoor import database
from spoor.lake.manifest import SealedDay, file_digest
from spoor.lake.storage import NotInStore, Store
from spoor.time import day_bounds


class BrokenDay(Exception):
    """A file that counts, or what the manifest says of it, is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The day as it counts, and the codes that may not be in it any more."""

    sealed: SealedDay
    erased: Sequence[int]

    def take_over(self, store: Store, staged: Staged, folder: Path) -> bool:
        """Put the day's events into the staged day, but for those who were erased; whether any were.

        Raises BrokenDay, StoreAway.
        """
        properties = fetched(store, self.sealed, "properties", folder)
        if not self.erased:
            staged.take_over(properties)
            return False
        core = fetched(store, self.sealed, "core", folder)
        since, until = (int(each.timestamp() * 1000) for each in day_bounds(self.sealed.day))
        return staged.take_over(properties, core, (since, until), self.erased) < self.sealed.rows

    def has_core(self, store: Store, folder: Path) -> bool:
        """Whether the core file is as it was sealed; what is in it can be made again of the property file.

        Raises StoreAway.
        """
        try:
            fetched(store, self.sealed, "core", folder).unlink()
        except BrokenDay:
            return False
        return True


def earlier(app_id: UUID, day: date) -> Earlier | None:
    """What was sealed of a day; None where the table has all of it.

    Raises BrokenDay, DatabaseAway.
    """
    params = {"app_id": app_id, "day": day}
    rows = database.run(database.sql("rollup.lake", "horizon/get_earlier"), params, repeatable=True)
    return Earlier(read(rows[0]), rows[0]["erased"]) if rows else None


def read(row: database.Row) -> SealedDay:
    """The day that a row of the manifest tells of. Raises BrokenDay."""
    try:
        return SealedDay.read(row)
    except (ValueError, TypeError) as error:
        raise BrokenDay(str(error)) from error


def fetched(store: Store, sealed: SealedDay, kind: str, folder: Path) -> Path:
    """One of the day's files, as it is in the store and as the manifest says that it is.

    Raises BrokenDay, StoreAway.
    """
    path = folder / f"{kind}-{sealed.day}.fetched"
    try:
        store.get(getattr(sealed, kind), path)
    except (NotInStore, ValueError) as error:
        raise BrokenDay(f"{kind} is not there") from error
    if path.stat().st_size != getattr(sealed, f"{kind}_bytes") or file_digest(path) != getattr(
        sealed, f"{kind}_sha256"
    ):
        raise BrokenDay(f"{kind} is another file")
    return path
