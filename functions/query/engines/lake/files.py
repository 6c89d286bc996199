"""Reads the files of sealed days by DuckDB."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from query.engines.lake.arrow import NoNumbers, arrays
from query.engines.lake.cache import BrokenFile, files
from query.engines.lake.columns import Columns
from query.engines.lake.columns import Said as SaidColumns
from query.engines.lake.compiled.decode import decoded
from query.engines.lake.plan import Broken
from query.engines.reasons import Elsewhere, Reason
from query.questions.filters import Filters
from spoor.lake.manifest import SealedDay
from spoor.lake.storage import StoreAway

_OF_FILES = "FROM read_parquet($files, union_by_name = true, hive_partitioning = false)"
_CORE = "SELECT visitor, name, {time} AS t " + _OF_FILES
_TIMES = {True: "t_ms * 1000", False: "t_ms * 1000 + t_us"}
_SAID = "SELECT {columns} " + _OF_FILES
_VALUES = "SELECT {hash}, {value} FROM ({different})"
_DIFFERENT = "SELECT {text} AS text, {json} AS json " + _OF_FILES + " GROUP BY ALL"

MOST_VALUES = 1_000_000


@dataclass(frozen=True, slots=True)
class Core:
    """Who did what and when: codes, and microseconds since 1970."""

    visitor: NDArray[np.int32]
    name: NDArray[np.int16]
    t: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Said:
    """What the property files say: for each list of filters which events pass, and which of `values` each event
    says."""

    passes: Sequence[NDArray[np.bool_]] = ()
    says: NDArray[np.int32] | None = None
    values: Sequence[str] = ()


def read_core(days: Sequence[SealedDay]) -> Core:
    """The events of the days. Raises Broken, Elsewhere."""
    return core_at(days, [Path(each) for each in _paths(days, "core")])


def core_at(days: Sequence[SealedDay], paths: Sequence[Path]) -> Core:
    """Those whose core files lie at the paths, by the compiled kernel if it can. Raises Broken."""
    if (found := decoded(days, paths)) is not None:
        return Core(*found)
    whole_ms = all(day.whole_ms for day in days)
    with _broken_as(days):
        statement = _CORE.format(time=_TIMES[whole_ms])
        visitor, name, t = arrays(
            _database().sql(statement, params={"files": [str(each) for each in paths]}), sum(day.rows for day in days)
        )
    return Core(visitor, name, t)


def read_said(days: Sequence[SealedDay], filters: Sequence[Filters], name: str | None) -> Said:
    """What is asked of the days' properties, in the order of their events. Raises Broken, Elsewhere."""
    if not filters and name is None:
        return Said()
    columns = Columns(days, {})
    parts = [f"({columns.holds(each)})::UTINYINT" for each in filters]
    said = None if name is None else columns.says(name)
    if said is not None:
        parts.append(said.hash)
    given = {"files": _paths(days, "properties"), **columns.params}
    statement = _SAID.format(columns=", ".join(f"{part} AS c{at}" for at, part in enumerate(parts)))
    with _broken_as(days):
        found = arrays(_database().sql(statement, params=given), sum(day.rows for day in days))
        passes = [each.astype(bool) for each in found[: len(filters)]]
        if said is None:
            return Said(passes)
        of_files = {"files": given["files"]}
        rows = _database().execute(_different(said), of_files).fetchmany(MOST_VALUES + 1)
    return _with_values(passes, found[-1], rows)


def _different(said: SaidColumns) -> str:
    """The statement that gives each different value with its hash."""
    inner = SaidColumns("text", "json")
    different = _DIFFERENT.format(text=said.text, json=said.json)
    return _VALUES.format(hash=inner.hash, value=inner.value, different=different)


def _with_values(
    passes: Sequence[NDArray[np.bool_]], hashes: NDArray[np.uint64], rows: Sequence[tuple[int, str]]
) -> Said:
    values = dict(rows)
    if len(rows) > MOST_VALUES or len(values) < len(rows):  # too many, or two that have one hash
        raise Elsewhere(Reason.TOO_LARGE)
    known = np.array(sorted(values), dtype=np.uint64)
    places = np.searchsorted(known, hashes).astype(np.int32)
    return Said(passes, places, [values[int(each)] for each in known])


def _paths(days: Sequence[SealedDay], kind: str) -> list[str]:
    """Where a kind of the days' files lies on this machine. Raises Broken, Elsewhere."""
    wanted = [(getattr(day, kind), getattr(day, f"{kind}_sha256"), getattr(day, f"{kind}_bytes")) for day in days]
    try:
        found = files().paths(wanted)
    except StoreAway as error:
        raise Elsewhere(Reason.STORE_AWAY) from error
    if broken := [day.day for day, path in zip(days, found, strict=True) if isinstance(path, BrokenFile)]:
        raise Broken(broken)
    return [str(path) for path in found if isinstance(path, Path)]


@contextmanager
def _broken_as(days: Sequence[SealedDay]) -> Iterator[None]:
    """What cannot be read though its checksum is right was not written as it is read: all of these days are suspect."""
    try:
        yield
    except (NoNumbers, duckdb.Error) as error:
        raise Broken([day.day for day in days]) from error


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, for this instance: it keeps nothing between two questions."""
    found = duckdb.connect(":memory:")
    for statement in ("SET threads = 2", "SET memory_limit = '400MB'", "SET preserve_insertion_order = true"):
        found.execute(statement).fetchall()
    return found
