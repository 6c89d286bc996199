"""A turn: one of few transactions that an owner may have at once, in which all of a question's statements run."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, LiteralString

from query.engines.postgres import time_outs
from query.scope import Scope
from spoor import database
from spoor.errors import SpoorError, StatementTooSlow, TooSlow
from spoor.postgres.connection import Connection

STATEMENT_TIMEOUT_MS = 16_000
_MORE_S = 2.0  # for a connection, and for the end of the transaction
_ROWS_AT_ONCE = 500  # of the largest events that is 130 MB
_BEAT_S = 2.0
"""How long the transaction may lie idle: poolers end those that look forgotten."""


class TooManyReports(SpoorError):
    """So many questions of this owner's are being answered that others would have to wait for them."""

    status = 429
    code = "TOO_MANY_REPORTS"
    message = "Three of your reports are being answered already. Ask again when one of them is done."
    retry_after = 2


@dataclass(slots=True)
class Turn:
    """What is held: `used_at` is when (monotonic) the connection was used last, `running` the statement that runs, with
    its parameters and its limit in milliseconds."""

    connection: Connection
    scope: Scope
    used_at: float = 0.0
    running: tuple[str, Mapping[str, Any], float] | None = None

    def rows(self, statement: LiteralString, params: Mapping[str, Any], may_loop: bool = True) -> list[database.Row]:
        """The rows of a statement, which is stopped when it runs for too long, or the scope's time is over. It may join
        rows in loops where it asks for few of them.

        Raises TooManyReports, TooSlow.
        """
        self._bound(statement, params, may_loop)
        found = self.connection.cursor(binary=True).execute(statement, params).fetchall()
        self.used_at = monotonic()
        return found

    def stream(self, statement: LiteralString, params: Mapping[str, Any]) -> Iterator[database.Row]:
        """The rows one after the other, however many: the server keeps those that were not asked for yet.

        Raises TooManyReports, TooSlow.
        """
        self._bound(statement, params, True)
        with self.connection.cursor("rows") as cursor:  # the transaction's own: nothing is held beyond it
            cursor.itersize = _ROWS_AT_ONCE
            cursor.execute(statement, params)
            yield from cursor

    def alive(self, now: float) -> None:
        """Show that the transaction is not forgotten, while its rows are counted."""
        if now - self.used_at > _BEAT_S:
            self.connection.deadline = now + _MORE_S
            self.connection.execute(database.sql("query.engines.postgres", "keep_turn"))
            self.used_at = now

    def _bound(self, statement: LiteralString, params: Mapping[str, Any], may_loop: bool) -> None:
        """Set for how long the statement may run; the first one of a turn takes it, and sets all other bounds."""
        left_ms = (self.scope.deadline.until - monotonic()) * 1000
        limit_ms = min(time_outs.limit_ms(statement, params, STATEMENT_TIMEOUT_MS), left_ms)
        if limit_ms < 1:
            raise TooSlow
        self.connection.deadline = monotonic() + limit_ms / 1000 + _MORE_S
        bounds = {"limit": str(int(limit_ms)), "may_loop": "on" if may_loop else "off"}
        if self.running is None:
            bounds["owner"] = self.scope.user_id
            [row] = self.connection.execute(database.sql("query.engines.postgres", "set_bounds"), bounds).fetchall()
            if row["turn"] is None:
                raise TooManyReports
        else:
            self.connection.execute(database.sql("query.engines.postgres", "set_limit"), bounds)
        self.running = statement, params, limit_ms


@contextmanager
def taken(scope: Scope) -> Iterator[Turn]:
    """A turn, held until its block ends: until the answer is counted, too, which may take longer than what found its
    rows, and keeps an instance from others all the same.

    What is set holds for this transaction only: a session setting would leak to the pooler's next client. So does the
    turn: three for each owner, so that nobody's reports keep everybody else waiting.

    Raises TooManyReports, TooSlow, DatabaseAway.
    """
    left_s = scope.deadline.until - monotonic()
    if left_s <= 0:
        raise TooSlow
    turn: Turn | None = None
    try:
        with database.transaction(min(left_s, STATEMENT_TIMEOUT_MS / 1000) + _MORE_S) as connection:
            turn = Turn(connection, scope)
            try:
                yield turn
            finally:
                connection.deadline = monotonic() + _MORE_S  # to end it, whatever has happened
    except StatementTooSlow as error:
        if turn is not None and turn.running is not None:
            time_outs.remember(*turn.running)
        raise TooSlow from error
