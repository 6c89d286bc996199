"""What stands between: a pooler, in which mode, and what it carries from one client to the next."""

from collections.abc import Iterator

import psycopg

from dev.doctor.findings import Finding, bad, good, note
from spoor.postgres.connection import Connection

_MARK = "spoor.doctor"


def look(one: Connection, other: Connection) -> Iterator[Finding]:
    """Told by two clients: while one is inside a transaction, the other is looked at for having moved to another server
    connection."""
    before = _backend(one)
    with other.transaction():
        _backend(other)
        after = _backend(one)
    if before == after and before != _backend(other):
        yield note(
            "each client keeps its server connection: there is no pooler, or one in session mode. Functions work so,"
            " with one server connection an instance; a pooler in transaction mode lets few serve many"
        )
        return
    yield good("a pooler lends server connections by the transaction")
    yield _leak(one, other)
    yield _prepared(one, other)


def _backend(live: Connection) -> int:
    [row] = live.execute("SELECT pg_backend_pid() AS pid").fetchall()
    return int(row["pid"])


def _leak(one: Connection, other: Connection) -> Finding:
    """Whether what one client set is found by another."""
    one.execute("SELECT set_config(%s, 'here', false)", [_MARK])
    found = [other.execute("SELECT current_setting(%s, true) AS mark", [_MARK]).fetchall()[0]["mark"] for _ in range(3)]
    if "here" in found:
        other.execute("SELECT set_config(%s, '', false)", [_MARK])
        return note(
            "what a client sets for its session stays for the next one: Spoor sets nothing beyond a transaction, but"
            " other clients of this pooler must not either"
        )
    return good("what a client sets is not found by the next one")


def _prepared(one: Connection, other: Connection) -> Finding:
    """Whether a statement that was prepared is there at its second use, on another server connection."""
    try:
        one.execute("SELECT 1 AS doctor", prepare=True)
        with other.transaction():
            other.execute("SELECT 2")
            one.execute("SELECT 1 AS doctor", prepare=True)
    except psycopg.errors.InvalidSqlStatementName:
        return note("the pooler keeps no prepared statements: Spoor prepares none, other clients must not either")
    except psycopg.Error as error:
        return bad(f"a statement could not be run twice ({error.sqlstate}): the pooler is too small, or about to stop")
    return good("the pooler keeps prepared statements")
