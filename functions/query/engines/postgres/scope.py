"""The scope of a question as statements need it: with the cohorts that it names as statements, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import Select

from query.engines.postgres.expressions.subjects import VISITORS, Subject
from query.engines.postgres.turn import Turn
from query.scope import Scope
from spoor.database import Row

Members = Mapping[UUID, Select[Any]]
"""The visitors of each cohort, as a statement of one column."""


@dataclass(frozen=True, slots=True)
class PostgresScope(Scope):
    """A scope with the turn in which its statements run, the `members` of its cohorts, and whom a statement counts."""

    turn: Turn | None = None
    members: Members = field(default_factory=dict)
    subject: Subject = VISITORS

    def rows(self, statement: LiteralString, params: Mapping[str, Any], may_loop: bool = True) -> list[Row]:
        """The rows of a statement of the turn; one that joins many rows may not loop over their pairs.

        Raises TooManyReports, TooSlow.
        """
        return self._turn.rows(statement, params, may_loop)

    def stream(self, statement: LiteralString, params: Mapping[str, Any]) -> Iterator[Row]:
        """The same one after the other.

        Raises TooManyReports, TooSlow.
        """
        return self._turn.stream(statement, params)

    @property
    def _turn(self) -> Turn:
        if self.turn is None:
            raise ValueError("no turn was taken")
        return self.turn
