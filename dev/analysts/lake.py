"""The lake in a DuckDB of this machine, which needs no extension: `events`, `people` and `apps`, as in docs/lake.md."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import psycopg

_VIEW = """
CREATE VIEW events AS {sealed} SELECT app_id, id, name, anonymous_id, t_ms, t_us, properties FROM rest
"""
_SEALED = """
SELECT app_id, id, name, anonymous_id, t_ms, t_us, properties
FROM read_parquet({files}, hive_partitioning = true, hive_types = {{'app_id': VARCHAR}}, union_by_name = true)
UNION ALL
"""
_TABLES = {
    "rest": (
        "app_id VARCHAR, id VARCHAR, name VARCHAR, anonymous_id VARCHAR, t_ms BIGINT, t_us SMALLINT,"
        " properties VARCHAR",
        "SELECT app_id, id, name, anonymous_id, t_ms, t_us, properties FROM spoor_lake.open_events()",
    ),
    "people": (
        "app_id VARCHAR, anonymous_id VARCHAR, visitor VARCHAR",
        "SELECT app_id, anonymous_id, visitor FROM spoor_lake.people",
    ),
    "apps": (
        "app_id VARCHAR, name VARCHAR, session_gap_ms BIGINT",
        "SELECT app_id, name, session_gap_ms FROM spoor_lake.apps_by_name()",
    ),
}
_AT_ONCE = 20_000


@contextmanager
def attached(url: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake as it is now: files stay where they are, all else is fetched. Raises psycopg.Error, duckdb.Error."""
    with duckdb.connect() as here:
        with psycopg.connect(url, prepare_threshold=None) as analyst:
            analyst.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            analyst.read_only = True
            files = [file for (file,) in analyst.execute("SELECT url FROM spoor_lake.files ORDER BY app_id, day")]
            for name, (columns, query) in _TABLES.items():
                here.execute(f"CREATE TABLE {name} ({columns})")
                _fill(here, analyst, name, query)
        here.execute(_VIEW.format(sealed=_SEALED.format(files=[_path(file) for file in files]) if files else ""))
        yield here


def _fill(
    here: duckdb.DuckDBPyConnection, analyst: "psycopg.Connection[tuple[object, ...]]", name: str, query: str
) -> None:
    with analyst.cursor(f"all_{name}") as cursor:
        cursor.execute(query.encode())
        while rows := cursor.fetchmany(_AT_ONCE):
            columns = [list(column) for column in zip(*rows, strict=True)]
            given = ", ".join(f"unnest(${at})" for at in range(1, len(columns) + 1))
            here.execute(f"INSERT INTO {name} SELECT {given}", columns)


def _path(url: str) -> str:
    """DuckDB takes addresses of S3 as they are, and paths of files."""
    return url.removeprefix("file://")
