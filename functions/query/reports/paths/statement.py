"""The one statement of paths: each visitor's events, packed."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    LargeBinary,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from query.properties import text_found
from query.reports.paths.question import PathsQuestion
from query.reports.session_range import of_sessions
from query.scope import Scope
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor

LONGEST_NAME = 200
"""In characters: by so much of a longer value a step is named."""

MOST_BYTES = 350_000_000
"""Of all rows together, a visitor's counted with what Python adds to it; twice as much is what a function can hold."""
_BYTES_A_VISITOR = 300


def build(question: PathsQuestion, scope: Scope) -> CompoundSelect[Any]:
    """The statement: a row a visitor, in no order and with their events in none. `times` are Postgres' own, eight bytes
    each, microseconds since 2000; `names`, in the same order, are UTF-8 with NUL between them, empty for an event that
    has none. Where all of it is more than MOST_BYTES there is one row that has its `size` instead.
    """
    packed = (
        select(
            func.string_agg(func.timestamptz_send(events.c.occurred_at), literal(b"", LargeBinary)).label("times"),
            func.string_agg(func.convert_to(_name(question), literal("UTF8", Text)), literal(b"\0", LargeBinary)).label(
                "names"
            ),
        )
        .select_from(events_with_visitors(scope.app_id))
        .where(of_sessions(question, scope))
        .group_by(visitor())
        .cte("packed")
    )
    bytes_of = func.octet_length(packed.c.times) + func.octet_length(packed.c.names) + _BYTES_A_VISITOR
    size = select(func.sum(bytes_of).label("size")).select_from(packed).cte("size")
    whole = select(size.c.size).scalar_subquery()
    nothing = cast(null(), LargeBinary)
    return union_all(
        select(packed.c.times, packed.c.names, cast(null(), BigInteger).label("size")).where(whole <= MOST_BYTES),
        select(nothing, nothing, cast(size.c.size, BigInteger)).where(size.c.size > MOST_BYTES),
    )


def _name(question: PathsQuestion) -> ColumnElement[str]:
    if question.property is None:
        return events.c.name
    return func.coalesce(func.left(text_found(question.property), LONGEST_NAME), "")
