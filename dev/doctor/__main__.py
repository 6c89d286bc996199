"""The command line: `python -m dev.doctor`, with the URL in $URL or $DIRECT_DATABASE_URL."""

import os
import sys
from collections.abc import Iterator, Mapping
from time import monotonic

import psycopg

from dev import doctor
from dev.doctor import pool, server
from dev.doctor.findings import Finding, Weight, bad
from spoor.errors import Misconfigured
from spoor.postgres import database_url
from spoor.postgres.causes import cause_of
from spoor.postgres.connection import Connection, connect

_PATIENCE_S = 15.0


def examine(url: str) -> Iterator[Finding]:
    """All findings, the way there first. Raises Misconfigured where the URL cannot be read."""
    params = database_url.read(url, "URL").params
    try:
        with _connection(params) as one, _connection(params) as other:
            yield from server.look(one)
            yield from pool.look(one, other)
    except psycopg.Error as error:
        yield bad(f"it cannot be used: {cause_of(error)} (docs/operations.md, Why the database could not be had)")
        return
    yield from (bad(complaint) for complaint in doctor.complaints(url))


def _connection(params: Mapping[str, str]) -> Connection:
    live = connect(params, monotonic() + _PATIENCE_S, "spoor doctor")
    live.deadline = monotonic() + _PATIENCE_S
    return live


def main() -> int:
    """Print a line a finding; 1 where something is to be changed."""
    url = os.environ.get("URL") or os.environ.get("DIRECT_DATABASE_URL")
    if not url:
        print("give the database's URL: make doctor URL=postgresql://... (direct or pooled)", file=sys.stderr)
        return 2
    try:
        found = list(examine(url))
    except Misconfigured as error:
        print(error.message, file=sys.stderr)
        return 2
    for finding in found:
        print(f"{finding.weight:4}  {finding.text}")
    return 1 if any(finding.weight is Weight.BAD for finding in found) else 0


if __name__ == "__main__":
    sys.exit(main())
