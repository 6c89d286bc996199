"""`make sql`: asks the lake in SQL; `make sql ARGS="-c 'SELECT …'"` asks once."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import psycopg

from dev.analysts.lake import attached
from dev.migrate import LOCAL_ANALYST

_HELP = """
ANALYST_DATABASE_URL is the URL of a login with the role spoor_analyst (docs/lake.md); without it, the lake of
`make dev` is asked while that runs. Tables are events, people and apps; docs/lake-queries.md has a query for each
report. A statement ends with a semicolon, Ctrl-D ends the prompt; `refresh;` fetches anew what is not sealed.
"""


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make sql", description=__doc__, epilog=_HELP)
    parser.add_argument("-c", "--command", help="ask this once, and end")
    command = parser.parse_args(arguments).command
    url = os.environ.get("ANALYST_DATABASE_URL") or _local(Path(os.environ.get("SPOOR_DATA", ".spoor")))
    if url is None:
        parser.error("set ANALYST_DATABASE_URL, or start `make dev`")
    try:
        while _asked(url, command):
            pass
    except (psycopg.Error, duckdb.Error) as error:
        print(f"sql: {error}", file=sys.stderr)
        return 1
    return 0


def _asked(url: str, command: str | None) -> bool:
    """Answer until the end, or until all is to be fetched anew, which it tells."""
    with attached(url) as lake:
        if command is not None:
            lake.sql(command).show(max_width=160)
            return False
        while (statement := _statement()) is not None:
            if statement.strip(" ;\n").lower() == "refresh":
                return True
            try:
                if (found := lake.sql(statement)) is not None:
                    found.show(max_width=160)
            except duckdb.Error as error:
                print(error)
    return False


def _statement() -> str | None:
    """What is typed, up to a semicolon; None at the end."""
    with suppress(ImportError):
        import readline  # noqa: F401 - history, and keys that move
    said = ""
    while not said.rstrip().endswith(";"):
        try:
            said += input("lake> " if not said else "  ... ") + "\n"
        except EOFError:
            return None
    return said


def _local(data: Path) -> str | None:
    """The analyst's login at the Postgres that `make dev` runs."""
    try:
        port = (data / "postgres" / "postmaster.pid").read_text().splitlines()[3]
    except (OSError, IndexError):
        return None
    return f"postgresql://{LOCAL_ANALYST}@127.0.0.1:{port}/spoor"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
