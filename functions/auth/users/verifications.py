"""Tokens that work once: rows of Better Auth's `verification`, each under the name of its purpose and the token."""

from datetime import timedelta

from auth.http.call import Call
from auth.users.dates import stored
from auth.users.text import is_token
from spoor.database import change, run, sql
from spoor.ids import random_letters
from spoor.postgres.connection import Connection


def add(call: Call, identifier: str, value: str, life: timedelta) -> None:
    """Store what a token stands for."""
    change(sql("auth.users", "add_verification"), _row(call, identifier, value, life), repeatable=True)


def add_within(connection: Connection, call: Call, identifier: str, value: str, life: timedelta) -> None:
    """The same, in a transaction of the caller's."""
    connection.execute(sql("auth.users", "add_verification"), _row(call, identifier, value, life))


def find(identifier: str) -> str | None:
    """What a token stands for, or None when there is no such token, or it has expired."""
    if not is_token(identifier):
        return None
    rows = run(sql("auth.users", "find_verification"), {"identifier": identifier}, repeatable=True)
    return str(rows[0]["value"]) if rows else None


def consume(connection: Connection, identifier: str) -> str | None:
    """What a token stands for, which from the transaction's end on it does no more: of several at once one gets it."""
    if not is_token(identifier):
        return None
    row = connection.execute(sql("auth.users", "consume_verification"), {"identifier": identifier}).fetchone()
    return str(row["value"]) if row else None


def _row(call: Call, identifier: str, value: str, life: timedelta) -> dict[str, object]:
    now = stored(call.now)
    return {"id": random_letters(32), "identifier": identifier, "value": value, "now": now, "expires_at": now + life}
