"""The one connection of this instance: opened on first use, checked before each, thrown away when in doubt."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from time import monotonic, time
from typing import Any, LiteralString, TypeAlias

import psycopg
from psycopg.errors import LockNotAvailable, QueryCanceled
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from spoor import settings
from spoor.errors import DatabaseAway, DatabaseBusy, DatabaseLocked, Misconfigured, NotNow, StatementTooSlow
from spoor.postgres import database_url
from spoor.postgres.causes import Cause, cause_of
from spoor.postgres.connection import Connection, connect, looks_alive, means_away, means_locked, password_was_asked
from spoor.postgres.dial import CannotConnect
from spoor.telemetry import logger

MAX_IDLE_S = 20.0
"""Seconds after which an unused connection is replaced: poolers and frozen instances drop theirs silently."""

WITHIN_S = 8.0
"""Seconds that a statement, or a transaction, may take with all that it waits for, where nothing else is said."""

Row: TypeAlias = DictRow
"""A row, by the names of its columns."""

Json = Jsonb
"""What is to be stored as `jsonb`."""

_URL = "DATABASE_URL"
_told_of: set[tuple[str, ...]] = set()
_connection: Connection | None = None
_used_at = 0.0


@cache
def sql(package: str, name: str) -> LiteralString:
    """The fixed statement `name`, from the file sql/`name`.sql of `package`."""
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def run(
    statement: LiteralString, params: Mapping[str, Any] | None = None, *, repeatable: bool, within_s: float = WITHIN_S
) -> list[Row]:
    """Run one statement on its own (autocommit) and return its rows as dictionaries.

    `within_s` bounds all of it: connecting, waiting, and the second try that a `repeatable` statement (one
    that does no harm when it took effect unseen) gets on a new connection.

    Raises DatabaseAway when the database cannot be had, DatabaseLocked when others are in the way, StatementTooSlow
    when the database stops it; psycopg's errors when the statement is to blame.
    """
    return _execute(statement, params, repeatable, within_s).fetchall()


def change(
    statement: LiteralString, params: Mapping[str, Any] | None = None, *, repeatable: bool, within_s: float = WITHIN_S
) -> int:
    """Run one statement as `run` does and return how many rows it touched."""
    return _execute(statement, params, repeatable, within_s).rowcount


@contextmanager
def transaction(within_s: float = WITHIN_S) -> Iterator[Connection]:
    """A transaction on the connection: committed at the end, rolled back by any exception, never repeated.

    Hold it for statements only: an instance that is frozen inside a transaction holds a server connection.

    Raises DatabaseAway, DatabaseLocked and StatementTooSlow as `run` does.
    """
    deadline = monotonic() + within_s
    try:
        live = _live(deadline)
        with live.transaction():
            yield live
        _touch()
    except psycopg.Error as error:
        if (told := _told(error)) is None:
            raise
        if isinstance(told, DatabaseAway):
            _discard(error)
        raise told from error


def close() -> None:
    """Close the connection, if there is one; the next use opens another."""
    global _connection
    if _connection is not None:
        _connection.close()
        _connection = None


def _execute(
    statement: LiteralString, params: Mapping[str, Any] | None, repeatable: bool, within_s: float
) -> psycopg.Cursor[Row]:
    deadline = monotonic() + within_s
    tries = 2 if repeatable else 1
    while True:
        tries -= 1
        try:
            cursor = _live(deadline).execute(statement, params)
        except psycopg.Error as error:
            if (told := _told(error)) is None:
                raise
            if isinstance(told, DatabaseAway):
                _discard(error)
            waited = monotonic() >= deadline or isinstance(error, LockNotAvailable | QueryCanceled)
            if waited or not tries:
                raise told from error
        else:
            _touch()
            return cursor


def _live(deadline: float) -> Connection:
    """The connection, replaced when it sat idle too long or its socket says goodbye."""
    global _connection
    if _connection is not None:
        idle = time() - _used_at  # wall clock: a frozen instance's monotonic clock may have stood still
        if not 0 <= idle <= MAX_IDLE_S or not looks_alive(_connection):
            close()
    if _connection is None:
        name = settings.setting("AWS_LAMBDA_FUNCTION_NAME", "spoor")
        try:
            _connection = connect(_params(), deadline, name)
        except CannotConnect as error:
            if error.cause is not Cause.URL:
                raise
            raise _unusable(database_url.UnreadableUrl(_URL, "libpq refuses a value in it")) from None
    _connection.deadline = deadline
    return _connection


def _params() -> Mapping[str, str]:
    """Where the database is, as libpq is told. Raises Misconfigured."""
    try:
        url = database_url.read(settings.secret(_URL), _URL)
    except Misconfigured as error:
        raise _unusable(error) from None
    if url.left_out and url.left_out not in _told_of:
        _told_of.add(url.left_out)
        logger.warning("words of other programs left out", variable=_URL, words=url.left_out)
    return url.params


def _unusable(error: Misconfigured) -> Misconfigured:
    logger.error("the database cannot be asked", cause=error.cause, reason=error.message)
    settings.forget_secret(_URL)  # it may be mended meanwhile
    return error


def _told(error: psycopg.Error) -> NotNow | None:
    """What a caller is told of an error, or None where the statement is to blame."""
    cause = cause_of(error)
    if means_away(error):
        return DatabaseBusy(cause) if cause is Cause.POOL_FULL else DatabaseAway(cause)
    if means_locked(error):
        return DatabaseLocked(cause)
    return StatementTooSlow(cause) if isinstance(error, QueryCanceled) else None


def _touch() -> None:
    global _used_at
    _used_at = time()


def _discard(error: psycopg.Error) -> None:
    logger.warning("database connection discarded", cause=cause_of(error), sqlstate=error.sqlstate)
    if password_was_asked(error):  # and so it may be the password that was rotated
        settings.forget_secret(_URL)
    close()
