"""Unmodified DuckDB with DuckLake's own extension, as a program that others ask: it runs in .readers-venv, whose DuckDB
is the newest that PyPI has the extension for. A line of JSON in has what to run first, and queries; one out has their
rows."""

import json
import sys
from pathlib import Path

import duckdb
import duckdb_extension_ducklake
import duckdb_extension_postgres_scanner


def main() -> None:
    """Answer until nobody asks any more; each line with a connection of its own."""
    for line in sys.stdin:
        try:
            print(json.dumps({"answers": _answers(**json.loads(line))}), flush=True)
        except duckdb.Error as error:
            print(json.dumps({"error": str(error)}), flush=True)


def _answers(first: list[str], queries: list[str]) -> list[list[dict[str, object]]]:
    with duckdb.connect(config={"threads": "1", "allow_unsigned_extensions": "true"}) as connection:
        for package in (duckdb_extension_ducklake, duckdb_extension_postgres_scanner):
            [path] = Path(package.__file__).parent.rglob("*.duckdb_extension")
            connection.load_extension(str(path))
        for statement in first:
            connection.execute(statement)
        return [_rows(connection.execute(query)) for query in queries]


def _rows(found: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    main()
