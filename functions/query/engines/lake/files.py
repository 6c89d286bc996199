"""Reads the files of sealed days: core files by the compiled kernel, all else by DuckDB, loaded then."""

from collections.abc import Sequence
from dataclasses import dataclass
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


def read_core(days: Sequence[SealedDay]) -> Core:
    """The events of the days. Raises Broken, Elsewhere."""
    if not days:
        return Core(np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.int64))
    return core_at(days, paths_of(days, "core"))


def core_paths(days: Sequence[SealedDay]) -> list[Path]:
    """Where the core files of the days lie on this machine. Raises Broken, Elsewhere."""
    return paths_of(days, "core")


def core_at(days: Sequence[SealedDay], paths: Sequence[Path]) -> Core:
    """Those whose core files lie at the paths. Raises Broken."""
    if (found := decoded(days, paths)) is not None:
        return Core(*found)
    from query.engines.lake import stream

    return Core(*stream.core(days, paths))


def read_said(days: Sequence[SealedDay], filters: Sequence[Filters], names: Sequence[Property]) -> RowProperties:
    """What is asked of the days' properties, in the order of their events. Raises Broken, Elsewhere."""
    if not filters and not names:
        return RowProperties()
    if not days:
        return RowProperties([np.empty(0, bool)] * len(filters), [Said(np.empty(0, np.int32), [])] * len(names))
    from query.engines.lake import stream

    return RowProperties(*stream.properties(days, paths_of(days, "properties"), filters, names))


def paths_of(days: Sequence[SealedDay], kind: str) -> list[Path]:
    """Where a kind of the days' files lies on this machine. Raises Broken, Elsewhere."""
    wanted = [(getattr(day, kind), getattr(day, f"{kind}_sha256"), getattr(day, f"{kind}_bytes")) for day in days]
    try:
        found = files().paths(wanted)
    except (StoreAway, OSError) as error:  # a full disk, or a folder that cannot be written, says nothing of the files
        logger.error("files of the lake cannot be had", kind=type(error).__name__)
        raise Elsewhere(Reason.STORE_AWAY) from error
    if broken := [day.day for day, path in zip(days, found, strict=True) if isinstance(path, BrokenFile)]:
        raise Broken(broken)
    return [path for path in found if isinstance(path, Path)]
