"""Puts a report's statement to the database, within a report's bounds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any, LiteralString, TypeVar

from query.reports import timed_out
from query.scope import Scope
from spoor import database
from spoor.connection import Connection
from spoor.errors import SpoorError, StatementTooSlow, TooSlow

STATEMENT_TIMEOUT_MS = 16_000
_MORE = 2.0  # seconds, for a connection
_ROWS_AT_ONCE = 500  # of the largest events that is 130 MB
T = TypeVar("T")


class TooManyReports(SpoorError):
    """So many questions of this owner's are being answered that others would have to wait for them."""

    status = 429
    code = "TOO_MANY_REPORTS"
    message = "Three of your reports are being answered already. Ask again when one of them is done."
    retry_after = 2


def ask(statement: LiteralString, params: Mapping[str, Any], scope: Scope) -> list[database.Row]:
    """The rows of a report's statement, which is stopped when it runs for too long, or the scope's time is over.

    What `set_bounds` sets holds for this transaction only: a session setting would leak to the pooler's next client. So
    does the turn that it takes: three for each owner, so that nobody's reports keep everybody else waiting.

    Raises TooManyReports, TooSlow, DatabaseAway.
    """
    with _bounded(statement, params, scope) as connection:
        return connection.cursor(binary=True).execute(statement, params).fetchall()


def answer(
    tally: Callable[[list[database.Row]], T], statement: LiteralString, params: Mapping[str, Any], scope: Scope
) -> T:
    """What `tally` makes of the rows of a report's statement. The turn is kept until it is done, too: what counts the
    rows may take longer than what found them, and keeps an instance from others all the same.

    Raises TooManyReports, TooSlow, DatabaseAway, and what `tally` raises.
    """
    with _bounded(statement, params, scope) as connection:
        found = tally(connection.cursor(binary=True).execute(statement, params).fetchall())
        connection.deadline = monotonic() + _MORE
        return found


def stream(statement: LiteralString, params: Mapping[str, Any], scope: Scope) -> Iterator[database.Row]:
    """The rows of a statement one after the other, however many: the server keeps those that were not asked for yet.

    Raises TooManyReports, TooSlow, DatabaseAway.
    """
    # the cursor is the transaction's own: nothing is held beyond it
    with _bounded(statement, params, scope) as connection, connection.cursor("rows") as cursor:
        cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(statement, params)
        yield from cursor


@contextmanager
def _bounded(statement: LiteralString, params: Mapping[str, Any], scope: Scope) -> Iterator[Connection]:
    """A transaction in which the statement may run, until it is over."""
    limit = min(timed_out.limit_ms(statement, params, STATEMENT_TIMEOUT_MS), (scope.until - monotonic()) * 1000)
    if limit < 1:
        raise TooSlow
    try:
        with database.transaction(limit / 1000 + _MORE) as connection:
            bounds = {"limit": str(int(limit)), "owner": scope.owner_id}
            [row] = connection.execute(database.sql("query", "set_bounds"), bounds).fetchall()
            if row["turn"] is None:
                raise TooManyReports
            yield connection
    except StatementTooSlow as error:
        timed_out.remember(statement, params, limit)
        raise TooSlow from error
