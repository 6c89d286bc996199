"""Reads the files of sealed days: core files by the compiled kernel, all else by DuckDB, loaded then."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.cache import BrokenFile, files
from query.engines.lake.compiled.decode import decoded
from query.engines.lake.events import Property, Said
from query.engines.lake.plan import Broken
from query.engines.reasons import Elsewhere, Reason
from query.questions.filters import Filters
from spoor.lake.manifest import SealedDay
from spoor.lake.storage import StoreAway
from spoor.telemetry import logger


@dataclass(frozen=True, slots=True)
class Core:
    """Who did what and when: codes, and microseconds since 1970."""

    visitor: NDArray[np.int32]
    name: NDArray[np.int16]
    t: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowProperties:
    """What the property files say: for each list of filters which events pass, and for each property what events
    say."""

    passes: Sequence[NDArray[np.bool_]] = ()
    said: Sequence[Said] = ()


class DayFiles:
    """Where the files of some days lie on this machine: they are looked for, and fetched, from now on, while something
    else is done. All kinds are at once, lest one is thrown away for another."""

    def __init__(self, days: Sequence[SealedDay], kinds: Sequence[str]) -> None:
        self._kinds = kinds
        self._known: dict[tuple[str, tuple[date, ...]], Sequence[Path]] = {}
        self._wanted = [(kind, day) for kind in kinds for day in days]
        self._ahead: Future[Sequence[Path]] | None = None
        if self._wanted:
            thread = ThreadPoolExecutor(1)
            self._ahead = thread.submit(_paths, self._wanted)
            thread.shutdown(wait=False)

    def paths(self, days: Sequence[SealedDay], kind: str) -> Sequence[Path]:
        """Those of a kind of some of the days. Raises Broken, Elsewhere."""
        key = kind, tuple(day.day for day in days)
        if key not in self._known:
            if self._ahead is not None and kind in self._kinds:
                here = dict(zip(((each, day.day) for each, day in self._wanted), self._ahead.result(), strict=True))
                self._known[key] = [here[kind, day.day] for day in days]
            else:
                self._known[key] = paths_of(days, kind)
        return self._known[key]


def read_core(days: Sequence[SealedDay]) -> Core:
    """The events of the days. Raises Broken, Elsewhere."""
    return core_at(days, paths_of(days, "core") if days else [])


def core_at(days: Sequence[SealedDay], paths: Sequence[Path]) -> Core:
    """Those whose core files lie at the paths. Raises Broken."""
    if not days:
        return Core(np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.int64))
    if (found := decoded(days, paths)) is not None:
        return Core(*found)
    from query.engines.lake import stream

    return Core(*stream.core(days, paths))


def read_said(
    days: Sequence[SealedDay], files: DayFiles, filters: Sequence[Filters], names: Sequence[Property]
) -> RowProperties:
    """What is asked of the days' properties, in the order of their events. Raises Broken, Elsewhere."""
    if not filters and not names:
        return RowProperties()
    if not days:
        return RowProperties([np.empty(0, bool)] * len(filters), [Said(np.empty(0, np.int32), [])] * len(names))
    from query.engines.lake import stream

    return RowProperties(*stream.properties(days, files.paths(days, "properties"), filters, names))


def paths_of(days: Sequence[SealedDay], kind: str) -> Sequence[Path]:
    """Where a kind of the days' files lies on this machine. Raises Broken, Elsewhere."""
    return _paths([(kind, day) for day in days])


def _paths(wanted: Sequence[tuple[str, SealedDay]]) -> Sequence[Path]:
    asked = [
        (getattr(day, kind), getattr(day, f"{kind}_sha256"), getattr(day, f"{kind}_bytes")) for kind, day in wanted
    ]
    try:
        found = files().paths(asked)
    except (StoreAway, OSError) as error:  # a full disk, or a folder that cannot be written, says nothing of the files
        logger.error("files of the lake cannot be had", kind=type(error).__name__)
        raise Elsewhere(Reason.STORE_AWAY) from error
    both = zip(wanted, found, strict=True)
    if broken := sorted({day.day for (_, day), path in both if isinstance(path, BrokenFile)}):
        raise Broken(broken)
    return [path for path in found if isinstance(path, Path)]
