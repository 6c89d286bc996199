"""`python -m host.move`: the command behind `make move`."""

import argparse
import os
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from host.migration import VARIABLE, migrate
from host.move.arrival import Count, Refused, arrive
from host.move.departure import InLakeAlone, leave
from host.move.folder import BrokenFolder
from spoor.errors import Misconfigured
from spoor.postgres import database_url
from spoor.postgres.causes import cause_of
from spoor.postgres.connection import means_away

_WORDS = """\
DIRECT_DATABASE_URL (or --url) is the database past any pooler. Both commands may be cut off and called again: they go
on where they were. An import adds what is missing and changes nothing that is there, so a second export of the same
database, into a folder of its own, brings what came since. docs/without-aws.md has every step.
"""


def main() -> int:
    """Export or import; 0 when every row of the folder is in the database as it was."""
    parser = argparse.ArgumentParser(
        prog="python -m host.move",
        description="Take everything out of one database, by way of a folder, into another.",
        epilog=_WORDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=["export", "import"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default=os.environ.get(VARIABLE) or os.environ.get("DATABASE_URL"))
    parser.add_argument(
        "--with-lake", action="store_true", help="the list of the lake's files, too: they are copied apart from it"
    )
    wishes = parser.parse_args()
    if not wishes.url:
        parser.error(f"give --url or set {VARIABLE}")
    try:
        params = database_url.read(wishes.url, VARIABLE).params
        if wishes.what == "import":
            migrate(wishes.url)
        with psycopg.connect(make_conninfo("", **params)) as connection:
            if wishes.what == "export":
                rows = leave(connection, wishes.folder, _tell, with_lake=wishes.with_lake)
                print(f"{wishes.folder} holds everything: {rows} rows")
                return 0
            return _judge(arrive(connection, wishes.folder, _tell))
    except (Misconfigured, Refused, BrokenFolder, InLakeAlone) as error:
        print(getattr(error, "message", error), file=sys.stderr)
    except psycopg.Error as error:
        if not means_away(error):
            raise
        print(f"The database cannot be had ({cause_of(error)}). Call it again: it goes on.", file=sys.stderr)
    return 1


def _judge(counts: dict[str, Count]) -> int:
    for table, count in sorted(counts.items()):
        if count.exported:
            rest = f", {count.different} were there already, and differ" if count.different else ""
            rest += f", {count.left_out} left out: what they belong to is not there" if count.left_out else ""
            print(f"{table}: {count.exported} rows, {count.equal} equal{rest}")
    return 0 if all(count.equal == count.exported for count in counts.values()) else 2


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
