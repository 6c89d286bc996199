"""Gathers each visitor's events for paths: by one statement, packed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    LargeBinary,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from query.engines.postgres.expressions.properties import text_found
from query.engines.postgres.expressions.session_range import edges, of_sessions, scanned
from query.engines.postgres.integers import integers
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of
from query.reports.paths.question import PathsQuestion
from query.reports.paths.walks import Walk, Walks
from spoor.database import Row
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.statements import named

MOST_BYTES = 350_000_000
"""Of what is read, a visitor's counted with what Python adds to it; twice as much is what a function can hold."""

LONGEST_NAME = 200
"""In characters: by so much of a longer value a step is named."""
_BYTES_A_VISITOR = 300


def build(question: PathsQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The statement: a row a visitor, in no order and with their events in none. `times` are Postgres' own, eight bytes
    each, microseconds since 2000; `names`, in the same order, are UTF-8 with NUL between them, empty for an event that
    has none. Where all of it is more than MOST_BYTES there is one row that has its `size` instead.
    """
    packed = _packed(question, scope)
    bytes_of = func.octet_length(packed.c.times) + func.octet_length(packed.c.names) + _BYTES_A_VISITOR
    size = select(func.sum(bytes_of).label("size")).select_from(packed).cte("size")
    whole = select(size.c.size).scalar_subquery()
    most = named("most", MOST_BYTES, BigInteger())
    nothing = cast(null(), LargeBinary)
    return union_all(
        select(packed.c.times, packed.c.names, cast(null(), BigInteger).label("size")).where(whole <= most),
        select(nothing, nothing, cast(size.c.size, BigInteger)).where(size.c.size > most),
    )


def _packed(question: PathsQuestion, scope: PostgresScope) -> CTE:
    """Packed by id, and by visitor then: few have more than one, and each id is looked up once."""
    ids = (
        select(
            scope.subject.id,
            _together(func.timestamptz_send(events.c.occurred_at), b"").label("times"),
            _together(func.textsend(_name(question)), b"\0").label("names"),
        )
        .select_from(scanned(question, scope))
        .where(of_sessions(question, scope))
        .group_by(scope.subject.id)
        .cte("ids")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(_together(ids.c.times, b"").label("times"), _together(ids.c.names, b"\0").label("names"))
        .select_from(scope.subject.resolved(ids, scope.app_id))
        .group_by(scope.subject.who_of(ids))
        .cte("packed")
    )


def _together(packed: ColumnElement[bytes], between: bytes) -> ColumnElement[bytes]:
    return func.string_agg(packed, literal(between, LargeBinary))


def _name(question: PathsQuestion) -> ColumnElement[str]:
    if question.property is None:
        return events.c.name
    return func.coalesce(func.left(text_found(question.property), LONGEST_NAME), "")


def _bounds(question: PathsQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Those of the scan, and of what it may find."""
    return {**bounds_of(question, scope), **edges(question, scope), "most": MOST_BYTES}


STATEMENT = Statement("paths", build, bounds=_bounds)


@dataclass(frozen=True, slots=True)
class _PackedWalks:
    """Unpacked a visitor at a time, as often as they are gone through."""

    rows: Sequence[Row]

    def __iter__(self) -> Iterator[Walk]:
        return (Walk(integers(row["times"]), row["names"].split(b"\0")) for row in self.rows)


def gather(question: PathsQuestion, scope: PostgresScope) -> Walks:
    """The events of all sessions that may begin in the range.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    rows = STATEMENT.rows(question, scope)
    if any(row["size"] is not None for row in rows):
        most = f"{MOST_BYTES:,} bytes"
        raise TooLarge(f"The events of this range take more than {most}. Ask for a shorter range, or add filters.")
    return _PackedWalks(rows)
