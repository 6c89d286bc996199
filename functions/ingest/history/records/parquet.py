"""Rows of a Parquet file, whatever it is called: its compression lies inside."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.events.event import RefusedEvent
from ingest.history.records import lines
from ingest.history.records.record import ExportRecord

_ROWS = 1000
_BOUNDS = {"memory_limit": "512MB", "threads": "1", "autoinstall_known_extensions": "false"}


class BrokenParquet(Exception):
    """The file cannot be read; the message says why."""


def read(path: Path, table: str, skip: int, tell: Callable[[float], None]) -> Iterator[ExportRecord]:
    """The rows after the first `skip`, each as JSON would have it; `tell` hears which share of all is read.

    Raises BrokenParquet.
    """
    import duckdb  # it is large, and most exports are text

    try:
        with duckdb.connect(config={**_BOUNDS}) as connection:
            [total] = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone() or (0,)
            connection.execute("SELECT to_json(one)::text FROM read_parquet(?) AS one", [str(path)])
            place = 0
            while rows := connection.fetchmany(_ROWS):
                for [text] in rows:
                    place += 1
                    if place > skip:
                        yield _record(place, table, text)
                tell(place / total)
    except duckdb.Error as error:
        raise BrokenParquet(str(error).partition("\n")[0]) from error


def _record(place: int, table: str, text: str) -> ExportRecord:
    try:
        value, clean = lines.parse(text.encode("utf-8", "replace"))
    except RefusedEvent as refused:
        return ExportRecord(place, table, None, fault=refused.caught())
    return ExportRecord(place, table, value, clean, None, len(text))
