"""What stands in one session: version, kind of server, time-outs, rights, the way there."""

from collections.abc import Iterator, Mapping
from statistics import median
from time import perf_counter
from typing import Any

from dev.doctor.findings import Finding, bad, good, note
from spoor.postgres.connection import Connection

OLDEST = 15
FAR_MS = 30.0
"""Milliseconds of a round trip above which function and database are not in the same place."""

BATCH_TRIPS, REPORT_TRIPS = 1, 6
"""Round trips for which a batch of events of a known key waits, and a report with the look at its session."""

DEADLINE_MS = 8000
"""After which functions give a statement up."""

KINDS = ("ingest", "query", "auth", "rollup")
_FACTS = """/* facts */
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           pg_is_in_recovery() AS replica,
           current_setting('transaction_read_only') = 'on' AS read_only,
           (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'statement_timeout') AS statement_ms,
           (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'lock_timeout') AS lock_ms,
           (SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = current_user) AS owner,
           current_user::text AS login,
           (SELECT array_agg(rolname::text) FROM pg_catalog.pg_roles
             WHERE rolname LIKE 'spoor\\_%' AND pg_has_role(current_user, oid, 'member')) AS roles
"""


def look(live: Connection) -> Iterator[Finding]:
    """All that one session tells."""
    facts: Mapping[str, Any] = live.execute(_FACTS.encode()).fetchall()[0]
    if facts["version"] < OLDEST:
        yield bad(f"it is Postgres {facts['version']}, Spoor needs {OLDEST} or later")
    else:
        yield good(f"it is Postgres {facts['version']}")
    if facts["replica"] or facts["read_only"]:
        yield bad(
            "it only reads (a replica, a reader endpoint, or a disk that is nearly full): nothing can be stored or"
            " sealed there, give the writer's address"
        )
    yield from _limits(facts["statement_ms"], facts["lock_ms"])
    yield from _rights(facts)
    yield _way(live)


def _limits(statement_ms: int, lock_ms: int) -> Iterator[Finding]:
    if statement_ms == 0:
        yield note(
            "its statements may run for ever: ALTER ROLE … SET statement_timeout = '30s' ends what functions left"
            " behind"
        )
    elif statement_ms <= DEADLINE_MS:
        yield bad(f"statement_timeout is {statement_ms} ms, below what reports may take: set it to 30s for this login")
    else:
        yield good(f"statement_timeout is {statement_ms} ms")
    if not 0 < lock_ms < DEADLINE_MS:
        yield note("lock_timeout is not below the functions' deadline of 8 s: ALTER ROLE … SET lock_timeout = '6s'")
    else:
        yield good(f"lock_timeout is {lock_ms} ms")


def _rights(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if facts["owner"]:
        yield note(f"{facts['login']} may make roles: right for migrations, wrong for functions")
        return
    mine = {role.removeprefix("spoor_") for role in facts["roles"] or ()}
    kinds = [kind for kind in KINDS if kind in mine]
    if not kinds:
        yield bad(
            f"{facts['login']} has none of Spoor's roles: GRANT spoor_app TO {facts['login']}, or that of its kind"
        )
    elif len(kinds) == len(KINDS):
        yield good(f"{facts['login']} may do what all functions need; one login a kind would be safer (Roles)")
    else:
        yield good(f"{facts['login']} may do what {' and '.join(kinds)} needs, and no more")


def _way(live: Connection) -> Finding:
    """How long a round trip takes, and what waits for how many of them."""
    times = []
    for _ in range(9):
        began = perf_counter()
        live.execute("SELECT 1")
        times.append((perf_counter() - began) * 1000)
    trip_ms = median(times)
    if trip_ms > FAR_MS:
        return note(
            f"a round trip takes {trip_ms:.0f} ms from here, a report waits for {REPORT_TRIPS}"
            f" ({REPORT_TRIPS * trip_ms:.0f} ms): put functions and database into one region"
        )
    return good(
        f"a round trip takes {trip_ms:.1f} ms from here: a batch of events waits for {BATCH_TRIPS}, a report for"
        f" {REPORT_TRIPS}"
    )
