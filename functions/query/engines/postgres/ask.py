"""Puts a report's statement to the database, within a report's bounds."""

from collections.abc import Iterator, Mapping
from math import inf
from time import monotonic
from typing import Any, LiteralString

from spoor import database
from spoor.errors import StatementTooSlow, TooSlow

STATEMENT_TIMEOUT_MS = 16_000
_MORE = 2.0  # seconds, for a connection
_ROWS_AT_ONCE = 500  # of the largest events that is 130 MB


def ask(statement: LiteralString, params: Mapping[str, Any], until: float = inf) -> list[database.Row]:
    """The rows of a report's statement, which is stopped when it runs for too long, or `until` (monotonic) is over.

    What `set_bounds` sets holds for this transaction only: a session setting would leak to the pooler's next client.

    Raises TooSlow, DatabaseAway.
    """
    limit_ms = _limit_ms(until)
    try:
        with database.transaction(limit_ms / 1000 + _MORE) as connection:
            connection.execute(database.sql("query.engines.postgres", "set_bounds"), {"limit": str(limit_ms)})
            return connection.cursor(binary=True).execute(statement, params).fetchall()
    except StatementTooSlow as error:
        raise TooSlow from error


def stream(statement: LiteralString, params: Mapping[str, Any], until: float = inf) -> Iterator[database.Row]:
    """The rows of a statement one after the other, however many: the server keeps those that were not asked for yet.

    Raises TooSlow, DatabaseAway.
    """
    limit_ms = _limit_ms(until)
    try:
        with database.transaction(limit_ms / 1000 + _MORE) as connection:
            connection.execute(database.sql("query.engines.postgres", "set_bounds"), {"limit": str(limit_ms)})
            with connection.cursor("rows") as cursor:  # the transaction's own: nothing is held beyond it
                cursor.itersize = _ROWS_AT_ONCE
                cursor.execute(statement, params)
                yield from cursor
    except StatementTooSlow as error:
        raise TooSlow from error


def _limit_ms(until: float) -> int:
    """How long a statement may run; raises TooSlow where no time is left."""
    limit_ms = int(min(STATEMENT_TIMEOUT_MS, (until - monotonic()) * 1000))
    if limit_ms < 1:
        raise TooSlow
    return limit_ms
