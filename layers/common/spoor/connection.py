"""How a connection to Postgres is opened and how long it may keep anybody waiting."""

import select
from collections.abc import Mapping
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.rows import DictRow, dict_row

CONNECT_TIMEOUT = 10
"""Seconds that a connection attempt may take at most; the time left for the request may cut it shorter."""

_RECIPE: Mapping[str, Any] = {
    "autocommit": True,
    "prepare_threshold": None,  # a transaction-mode pooler hands each statement to another server connection
    "client_encoding": "utf8",  # in which textsend packs names and ids, too
    "row_factory": dict_row,
    "keepalives_idle": 30,
    "tcp_user_timeout": 10_000,
}
_RESULT = TypeVar("_RESULT")


class DeadlinePassed(psycopg.OperationalError):
    """The server said nothing before the deadline; the connection was thrown away."""


class Connection(psycopg.Connection[DictRow]):
    """A psycopg connection whose every wait ends at `deadline` (monotonic seconds).

    A hung pooler outlasts every TCP setting, and a statement given up half way leaves the connection unusable while it
    still claims to be open: so whoever runs out of time closes it.
    """

    deadline: float

    def wait(self, gen: PQGen[_RESULT], interval: float = 0.1, timeout: float | None = None) -> _RESULT:
        """Wait for the server as psycopg does, but never past the deadline.

        Raises DeadlinePassed.
        """
        left = max(0.0, self.deadline - monotonic())
        try:
            return super().wait(gen, interval=interval, timeout=left if timeout is None else min(left, timeout))
        except errors._WaitTimeout:  # psycopg documents it for wait(), under this name
            self.pgconn.finish()
            raise DeadlinePassed("the server did not answer before the deadline") from None


def connect(url: str, deadline: float, application_name: str) -> Connection:
    """Open a connection by the one recipe: autocommit, nothing prepared, nothing waited for past `deadline`.

    Raises psycopg.OperationalError.
    """
    left = deadline - monotonic()
    if left <= 0:
        raise DeadlinePassed("no time was left to connect")
    timeout = max(2, min(CONNECT_TIMEOUT, int(left)))  # libpq takes nothing below two seconds
    connection = Connection.connect(url, connect_timeout=timeout, application_name=application_name, **_RECIPE)
    connection.deadline = deadline
    return connection


def looks_alive(connection: Connection) -> bool:
    """Whether an idle connection's socket is quiet, told in a microsecond and without a round trip.

    Anything to read on an idle connection is the other end's goodbye.
    """
    if connection.closed:
        return False
    readable, _, _ = select.select([connection.fileno()], [], [], 0)
    return not readable


def means_away(error: psycopg.Error) -> bool:
    """Whether an error says that the database cannot be had, and not that the statement is wrong or has to wait.

    08 connection trouble (PgBouncer reports every fault of its own as 08P01), 57P shut down, 53 out of resources,
    25006 read-only, 28 not let in, 3D no such database; an operational error without a code comes from the client side
    of the socket, or from opening the connection.
    """
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError)
    return state[:2] in {"08", "53", "28", "3D"} or state[:3] == "57P" or state == "25006"


def means_locked(error: psycopg.Error) -> bool:
    """Whether an error says that others were in the way: a lock not had (55P03), or a race lost (40001, 40P01)."""
    return error.sqlstate in {"55P03", "40001", "40P01"}


def password_was_asked(error: psycopg.Error) -> bool:
    """Whether `error` is of a connection that could not be opened although a password was given.

    That is all that can be told of a wrong one: libpq keeps the SQLSTATE (28P01) of such an error to itself, and
    PgBouncer has another.
    """
    return error.pgconn is not None and error.pgconn.used_password
