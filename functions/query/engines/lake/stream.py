"""Reads the files of sealed days by DuckDB, in a stream."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from query.engines.lake.arrow import Kept, NoNumbers, arrays
from query.engines.lake.columns import Columns, SaidColumn
from query.engines.lake.compiled.hashes import places_among
from query.engines.lake.events import Property, Said, rows_before
from query.engines.lake.plan import Broken
from query.engines.reasons import Elsewhere, Reason
from query.questions.filters import Filters
from spoor.lake.manifest import SealedDay

_OF_FILES = "FROM read_parquet($files, union_by_name = true, hive_partitioning = false)"
_CORE = "SELECT visitor, name, {time} AS t " + _OF_FILES
_TIMES = {True: "t_ms * 1000", False: "t_ms * 1000 + t_us"}
_WITHIN = "(t_ms >= epoch_ms(DATE '{day}') AND t_ms < epoch_ms(DATE '{day}' + 1))"
_SAID = "SELECT {columns} " + _OF_FILES
_VALUES = "SELECT {hash}, {value} FROM ({different})"
_DIFFERENT = "SELECT DISTINCT {columns} " + _OF_FILES

_ROWS = """
SELECT file_row_number, id, t_ms * 1000 + t_us AS t, name, anonymous_id, properties
FROM read_parquet($file, file_row_number = true)
WHERE t >= $since AND t < $until AND (t > $at OR (t = $at AND id > $id)) AND (len($ids) = 0 OR {theirs})
"""
_THEIRS = "list_contains($ids, anonymous_id)"
_ROWS_AT_ONCE = 500

MOST_VALUES = 1_000_000
_NO_MEMORY = "Out of Memory"
_MOST_KEPT, _MOST_ASKED = 5_000, 50
_THREADS, _DAYS_FOR_TWO = 2, 2
_values: dict[tuple[SaidColumn, bytes], tuple[NDArray[np.uint64], list[str]]] = {}
"""Of columns and files; not of such that say much."""

Found = tuple[Sequence[NDArray[np.bool_]], Sequence[Said]]
"""For each list of filters which events pass, and for each property what events say."""


def core(days: Sequence[SealedDay], paths: Sequence[Path]) -> Sequence[NDArray[Any]]:
    """Visitors, names and times (in microseconds) of core files. Raises Broken, Elsewhere."""
    whole_ms = all(day.whole_ms for day in days)
    with _broken_as(days, paths):
        found = [arrays(*each) for each in _core_reads(days, paths, _CORE.format(time=_TIMES[whole_ms]))]
        return found[0] if len(found) == 1 else [np.concatenate(columns) for columns in zip(*found, strict=True)]


def _core_reads(
    days: Sequence[SealedDay], paths: Sequence[Path], statement: str
) -> Iterator[tuple[duckdb.DuckDBPyRelation, int]]:
    """What is read at once, and how many rows that are: files of days one after the other; of a file of a month only
    the days that are wanted of it."""
    both = zip(days, paths, strict=True)
    for of_month, each in groupby(both, key=lambda one: one[1] if one[0].is_in_month else None):
        own = list(each)
        rows = sum(day.rows for day, _ in own)
        if of_month is None:
            yield _database().sql(statement, params=_given([path for _, path in own])), rows
        else:
            within = " OR ".join(_WITHIN.format(day=day.day) for day, _ in own)
            yield _database().sql(f"{statement} WHERE {within}", params=_given([of_month])), rows


def properties(
    days: Sequence[SealedDay], paths: Sequence[Path], filters: Sequence[Filters], names: Sequence[Property]
) -> Found:
    """What is asked of property files. Raises Broken, Elsewhere."""
    columns = Columns(days, {})
    said = [columns.says(name) for name in names]
    for each in filters:
        columns.holds(each)
    _check(columns.patterns)
    rows = rows_before([*days, days[-1]])
    with _broken_as(days, paths), ThreadPoolExecutor(_THREADS) as threads:
        known = list(threads.map(lambda each: _known(each, paths), said))
        kept: list[Kept] = [(np.bool_, _truths) for _ in filters]
        kept += [(np.int32, partial(places_among, each[0])) for each in known]
        found: list[NDArray[Any]] = [np.empty(rows[-1], dtype=kind) for kind, _ in kept]

        def read(part: slice) -> None:
            own = Columns(days[part], {})
            asked = [f"({own.holds(each)})::UTINYINT" for each in filters] + [own.says(name).hash for name in names]
            statement = _SAID.format(columns=", ".join(f"{one} AS c{at}" for at, one in enumerate(asked)))
            relation = _database().cursor().sql(statement, params={**_given(paths[part]), **own.params})
            at, end = rows[part.start], rows[part.stop]
            arrays(relation, end - at, kept, [column[at:end] for column in found])

        list(threads.map(read, _halves(rows)))
    return found[: len(filters)], [
        Said(places, values) for places, (_, values) in zip(found[len(filters) :], known, strict=True)
    ]


def _halves(rows: Sequence[int]) -> Sequence[slice]:
    """The days in two parts of about as many rows, which are read at once: of a stream DuckDB reads on one thread."""
    days = len(rows) - 1
    if days < _DAYS_FOR_TWO:
        return [slice(0, days)]
    middle = min(range(1, days), key=lambda at: abs(2 * rows[at] - rows[-1]))
    return [slice(0, middle), slice(middle, days)]


def _check(patterns: Sequence[str]) -> None:
    """Raise Elsewhere where one takes more than DuckDB has for it."""
    try:
        for pattern in patterns:
            _database().execute("SELECT regexp_matches('', $1, 's')", [pattern]).fetchall()
    except duckdb.Error as error:
        raise Elsewhere(Reason.FILTER_NOT_SEALED) from error


def _truths(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(bool)


def _known(said: SaidColumn, paths: Sequence[Path]) -> tuple[NDArray[np.uint64], list[str]]:
    """The hashes of all values, ascending, and the values in the same order. What these files say was asked before, if
    they are asked for again: no file ever changes. Raises Elsewhere."""
    key = said, sha256("".join(each.name for each in paths).encode()).digest()
    if not said.given and (known := _values.get(key)) is not None:
        return known
    found = _asked(said, paths)
    if len(found[1]) <= _MOST_KEPT and not said.given:
        _values[key] = found
        while len(_values) > _MOST_ASKED:
            del _values[next(iter(_values))]
    return found


def _asked(said: SaidColumn, paths: Sequence[Path]) -> tuple[NDArray[np.uint64], list[str]]:
    given = {**_given(paths), **said.given}
    rows = _database().cursor().execute(_different(said), given).fetchmany(MOST_VALUES + 1)
    values = dict(rows)
    if len(rows) > MOST_VALUES or len(values) < len(rows):  # too many, or two that have one hash
        raise Elsewhere(Reason.TOO_LARGE)
    hashes = np.array(sorted(values), dtype=np.uint64)
    return hashes, [values[int(each)] for each in hashes]


def rows(
    path: Path, since: int, until: int, place: tuple[int, str] | None, ids: Sequence[str] | None
) -> Iterator[tuple[Any, ...]]:
    """Events of a property file from one microsecond up to another, in order: which row each is, its id, time, name,
    `anonymous_id` and properties. Only those behind a place in the order, and of some ids, if these are given.

    Raises Broken, Elsewhere.
    """
    at, event_id = place or (since - 1, "")
    given = {"file": str(path), "since": since, "until": until, "at": at, "id": event_id, "ids": list(ids or [])}
    cursor = _database().cursor()  # others read, too, while this goes on
    try:
        found = cursor.execute(_ROWS.format(theirs="true" if ids is None else _THEIRS), given)
        while some := found.fetchmany(_ROWS_AT_ONCE):
            yield from some
    except duckdb.Error as error:
        raise (Broken([]) if path.exists() else Elsewhere(Reason.STORE_AWAY)) from error
    finally:
        cursor.close()


def _different(said: SaidColumn) -> str:
    """The statement that gives each different value with its hash."""
    inner = SaidColumn(said.text and "text", said.json and "json")
    columns = [f"{column} AS {name}" for name, column in (("text", said.text), ("json", said.json)) if column]
    different = _DIFFERENT.format(columns=", ".join(columns or ["NULL"]))
    return _VALUES.format(hash=inner.hash, value=inner.value, different=different)


def _given(paths: Sequence[Path]) -> dict[str, Any]:
    return {"files": [str(each) for each in paths]}


@contextmanager
def _broken_as(days: Sequence[SealedDay], paths: Sequence[Path]) -> Iterator[None]:
    """What cannot be read though its checksum is right was not written as it is read: all of these days are suspect.
    They are not where DuckDB has too little memory, or where somebody else has thrown files of the cache away.

    Raises Broken, Elsewhere.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Elsewhere(Reason.TOO_LARGE) from error
    except (NoNumbers, duckdb.Error) as error:
        if _NO_MEMORY in str(error):  # as a stream tells it, which raises nothing itself
            raise Elsewhere(Reason.TOO_LARGE) from error
        if not all(path.exists() for path in paths):
            raise Elsewhere(Reason.STORE_AWAY) from error
        raise Broken([day.day for day in days]) from error


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, for this instance: it keeps nothing between two questions. It spills nothing either, which in a
    folder that nobody may write would look like a broken file."""
    found = duckdb.connect(":memory:")
    for statement in (
        "SET threads = 2",
        "SET memory_limit = '400MB'",
        "SET temp_directory = ''",
        "SET preserve_insertion_order = true",
        "SET parquet_metadata_cache = true",
    ):
        found.execute(statement).fetchall()
    return found
