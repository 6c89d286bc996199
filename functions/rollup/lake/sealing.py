"""Seals one day of an app. Whatever it is killed at, the day counts as it did before, or not at all; never half.

1. The day is announced: from now on who changes it marks it. Its files are written down, to be swept if nothing comes
   of them.
2. All who were writing before that are waited for.
3. The day is read, in one scan of the index, and staged on disk. Of a day before the horizon the table has only what
   has come since: the rest is read from the day's own files, without the codes of those who were erased.
4. Ids and names that have no codes get some.
5. Both files are written.
6. They are put into the store.
7. The manifest names them. From here on they count, and those before them are left to the sweep.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import duckdb

from rollup.lake import codes
from rollup.lake.earlier import BrokenDay, Earlier, earlier
from rollup.lake.export import pages
from rollup.lake.files import NotWhole, figures, write_core, write_properties
from rollup.lake.keys import catalogue
from rollup.lake.staging import Staged
from rollup.lake.steps import Step, untold
from spoor import database
from spoor.lake.manifest import FORMAT, SealedDay, file_digest
from spoor.lake.storage import Store
from spoor.telemetry import logger

_WAITING_S = 10.0


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """What became of a day: `sealed`, `empty`, `unchanged`, or why it was not sealed: `app gone`, `still written`,
    `overtaken`, `too many names`, `too large`, `broken`. How many events it has, and how many bytes its files."""

    what: str
    rows: int = 0
    size: int = 0


def seal(
    app_id: UUID, day: date, store: Store, scratch: Path | None = None, step: Step = untold, late: bool = True
) -> DayOutcome:
    """Seal a day that is over; one that was sealed before is sealed anew. Safe to kill anywhere, and to run twice at
    once: of two who seal a day together, the one who began later counts. A day before the horizon can be sealed without
    what came `late`.

    Raises DatabaseAway, StoreAway.
    """
    attempt = uuid4()
    folder = f"app_id={app_id}/day={day}"
    paths = {kind: f"{folder}/{kind}-{attempt.hex}.parquet" for kind in ("core", "properties")}
    of_day: dict[str, Any] = {"app_id": app_id, "day": day, "attempt": attempt}
    step("1 announce")
    announce = database.sql("rollup.lake", "days/announce_day")
    announced = database.run(announce, {**of_day, "paths": list(paths.values())}, repeatable=False)
    if not announced:
        return DayOutcome("app gone")
    step("2 wait")
    if not _writers_are_done(announced[0]["transaction"]):
        return DayOutcome("still written")
    with TemporaryDirectory(prefix="seal-", dir=scratch) as name:
        work = Path(name)
        staged = Staged(work)
        before: Earlier | None = None
        try:
            step("3 read")
            before = earlier(app_id, day)
            if before is None:
                for page in pages(app_id, day):
                    staged.take_in(page)
            elif not _take_both(before, app_id, store, staged, work, late):
                database.change(database.sql("rollup.lake", "days/keep_day"), of_day, repeatable=True)
                return DayOutcome("unchanged")
            if staged.run("SELECT count(*) FROM day") == [(0,)]:
                database.change(database.sql("rollup.lake", "days/forget_day"), of_day, repeatable=True)
                return DayOutcome("empty")
            step("4 codes")
            for texts in codes.KINDS:
                staged.codes(texts, partial(codes.codes_of, app_id, texts), codes.AT_ONCE)
            step("5 write")
            files = {kind: work / f"{kind}.parquet" for kind in paths}
            found, keys = figures(staged, day), catalogue(staged)
            chunks = write_core(staged, files["core"])
            write_properties(staged, keys, files["properties"])
        except (codes.TooManyNames, duckdb.OutOfMemoryException) as error:
            what = "too many names" if isinstance(error, codes.TooManyNames) else "too large"
            if before is not None:  # what was sealed has codes: so the day is, at least, rid of who was erased
                return seal(app_id, day, store, scratch, step, late=False) if late else DayOutcome(what)
            database.change(database.sql("rollup.lake", "files/disown_files"), of_day, repeatable=True)
            return DayOutcome(what)
        except BrokenDay as error:
            logger.error("a day before the horizon is broken", app_id=str(app_id), day=str(day), reason=str(error))
            return DayOutcome("broken")
        except NotWhole as error:
            return DayOutcome(str(error))
        finally:
            staged.close()
        sealed = SealedDay(
            app_id=app_id, day=day, format=FORMAT, postgres_major=announced[0]["major"],
            rows=found.rows, visitors=found.visitors, whole_ms=found.whole_ms, names=found.names,
            keys=keys.said(), quarters=found.quarters, chunks=chunks,
            core=paths["core"], core_bytes=files["core"].stat().st_size, core_sha256=file_digest(files["core"]),
            properties=paths["properties"], properties_bytes=files["properties"].stat().st_size,
            properties_sha256=file_digest(files["properties"]),
        )  # fmt: skip
        step("6 put")
        for kind, path in paths.items():
            store.put(path, files[kind])
    step("7 count")
    return _counted(sealed, attempt)


def _take_both(before: Earlier, app_id: UUID, store: Store, staged: Staged, work: Path, late: bool) -> bool:
    """Stage what was sealed, and what has come since; whether that is anything else than what is in the store.

    Raises BrokenDay, StoreAway, DatabaseAway.
    """
    were_erased = before.take_over(store, staged, work)
    came = staged.take_in_late(pages(app_id, before.sealed.day) if late else [])
    return were_erased or came > 0 or not before.has_core(store, work)


def _writers_are_done(transaction: str) -> bool:
    """Whether, within some seconds, all are done who began to write before the transaction was committed."""
    until = monotonic() + _WAITING_S
    pause = 0.002
    while True:
        asked = database.sql("rollup.lake", "days/writers_are_done")
        if database.run(asked, {"transaction": transaction}, repeatable=True)[0]["done"]:
            return True
        if monotonic() > until:
            return False
        sleep(pause)
        pause = min(pause * 2, 0.5)


def _counted(sealed: SealedDay, attempt: UUID) -> DayOutcome:
    params: dict[str, Any] = {name: getattr(sealed, name) for name in SealedDay.__dataclass_fields__}
    params |= {name: database.Json(params[name]) for name in ("names", "keys", "chunks")}
    params |= {"attempt": attempt, "digest": sealed.digest}
    took = database.change(database.sql("rollup.lake", "days/seal_day"), params, repeatable=False)
    size = sealed.core_bytes + sealed.properties_bytes
    return DayOutcome("sealed", sealed.rows, size) if took else DayOutcome("overtaken")
