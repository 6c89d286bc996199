"""Puts a report's statement to the database, within a report's bounds."""

from collections.abc import Iterator, Mapping
from typing import Any, LiteralString

from psycopg.errors import QueryCanceled
from psycopg.rows import DictRow

from spoor import database
from spoor.errors import TooSlow

STATEMENT_TIMEOUT_MS = 16_000
_WITHIN = 18.0  # seconds; what is looked up before takes 8 at most, and the function has 28
_ROWS_AT_ONCE = 2000


def ask(statement: LiteralString, params: Mapping[str, Any]) -> list[DictRow]:
    """The rows of a report's statement, which is stopped when it runs for too long.

    What `set_bounds` sets holds for this transaction only: a session setting would leak to the pooler's next client.

    Raises TooSlow, DatabaseAway.
    """
    try:
        with database.transaction(_WITHIN) as connection:
            connection.execute(database.sql("query", "set_bounds"), {"limit": str(STATEMENT_TIMEOUT_MS)})
            return connection.cursor(binary=True).execute(statement, params).fetchall()
    except QueryCanceled as error:
        raise TooSlow from error


def stream(statement: LiteralString, params: Mapping[str, Any]) -> Iterator[DictRow]:
    """The rows of a statement one after the other, however many: the server keeps those that were not asked for yet.

    Raises TooSlow, DatabaseAway.
    """
    try:
        with database.transaction(_WITHIN) as connection:
            connection.execute(database.sql("query", "set_bounds"), {"limit": str(STATEMENT_TIMEOUT_MS)})
            with connection.cursor("rows") as cursor:  # the transaction's own: nothing is held beyond it
                cursor.itersize = _ROWS_AT_ONCE
                cursor.execute(statement, params)
                yield from cursor
    except QueryCanceled as error:
        raise TooSlow from error
