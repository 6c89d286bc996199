"""How a connection to Postgres is opened and how long it may keep anybody waiting."""

import os
import select
from collections.abc import Mapping
from time import monotonic
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg._queries import PostgresQuery
from psycopg.abc import PQGen
from psycopg.rows import DictRow, dict_row

from spoor import correlation
from spoor.postgres.addresses import NoAddress, attempts_of
from spoor.postgres.causes import Cause
from spoor.postgres.dial import CannotConnect, dial

_RECIPE: Mapping[str, str] = {
    "client_encoding": "utf8",  # in which textsend packs names and ids, too
    "keepalives_idle": "30",
    "tcp_user_timeout": "10000",
}
# A start-up parameter that poolers keep for each client, so that no role's or database's own style reaches us. libpq
# takes it from nowhere else: `options` would do, but PgBouncer refuses that word.
os.environ["PGDATESTYLE"] = "ISO, MDY"

_RESULT = TypeVar("_RESULT")


class DeadlinePassed(CannotConnect):
    """The server said nothing before the deadline; the connection was thrown away."""

    def __init__(self) -> None:
        super().__init__(Cause.TIME_OUT)


class MarkedCursor(psycopg.Cursor[DictRow]):
    """A cursor whose statements say which request they are of.

    The id goes in when the text is ready to be sent: what psycopg keeps of a statement it keeps by the text without it.
    """

    def _execute_send(
        self, query: PostgresQuery, *, force_extended: bool = False, binary: bool | None = None
    ) -> None:  # psycopg has no public place between the two
        query.query = correlation.marked(query.query)
        super()._execute_send(query, force_extended=force_extended, binary=binary)


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
            raise DeadlinePassed from None


def connect(params: Mapping[str, str], deadline: float, application_name: str) -> Connection:
    """Open a connection by the one recipe: autocommit, nothing prepared, nothing waited for past `deadline`, be it
    names, any of the hosts' addresses, TLS, or being let in.

    `params` are libpq's. Raises CannotConnect.
    """
    try:
        attempts = attempts_of({**params, **_RECIPE, "application_name": application_name}, deadline)
    except NoAddress:
        raise CannotConnect(Cause.DNS) from None
    pgconn = dial(attempts, deadline)
    pgconn.nonblocking = 1
    connection = Connection(pgconn, row_factory=dict_row)
    connection.deadline = deadline
    connection.autocommit = True
    connection.cursor_factory = MarkedCursor
    connection.prepare_threshold = None  # a transaction-mode pooler hands each statement to another server connection
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
    return isinstance(error, CannotConnect) and error.asked
