"""What is not in files: the events of the rest of the range, by one statement, and who of the visitors is whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    LargeBinary,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from query.engines.lake.events import NULL, OfGroup, Property
from query.engines.lake.table.people import NOBODY, People, people, texts
from query.engines.lake.table.state import LakeState
from query.engines.postgres.expressions.accounts import named_accounts
from query.engines.postgres.expressions.breakdown import key, value
from query.engines.postgres.expressions.choice import of_app
from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from query.questions.filters import Filters
from query.reports.breakdown import Breakdown
from spoor.schema import events
from spoor.schema.columns import INSTANT
from spoor.statements import StatementCache, compiled, named

MOST_EVENTS = 500_000
"""Of the rest; with more the files save little."""

MOST_FILTERS = 62
"""Each is a bit of a number."""

NEW_NAMES = 1 << 16
"""Codes of names that no file has begin here: those of files have fifteen bits."""

_TEXTS = StatementCache(50)

EPOCH_US = 946_684_800_000_000
"""2000, where Postgres counts from, in microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The events of the rest in order of time: `who`, `name` and `t` (microseconds since 1970), for each list of
    filters whether it `passes`, and what each of the properties `says`, as JSON. `linked` are codes of visitors that
    are somebody `else_`; `people` is one more than the highest code of anybody."""

    who: NDArray[np.int32]
    name: NDArray[np.int32]
    t: NDArray[np.int64]
    passes: Sequence[NDArray[np.bool_]]
    says: Sequence[Sequence[str]]
    new_names: Sequence[str]
    linked: NDArray[np.int32]
    else_: NDArray[np.int32]
    people: int


def read(
    spans: Sequence[Span],
    filters: Sequence[Filters],
    properties: Sequence[Property],
    state: LakeState,
    scope: PostgresScope,
) -> Rest:
    """The rest. Who did something is told where the state tells of people.

    Raises Elsewhere where it is too much, TooSlow, DatabaseAway.
    """
    if len(filters) > MOST_FILTERS:
        raise Elsewhere(Reason.FILTER_NOT_SEALED)
    known = people(state, scope)
    if not spans:
        return _nothing(len(filters), len(properties), known)
    who = state.people is not None
    shape = (len(spans), who, repr(filters), tuple(properties))
    text, params = _TEXTS.get(
        shape, lambda: compiled(_statement(spans, filters, properties, scope, who=who), "lake_rest")
    )
    [row] = scope.rows(text, {**params, "app_id": scope.app_id, **_bounds(spans)}, may_loop=False)
    count = row["events"]
    if count > MOST_EVENTS:
        raise Elsewhere(Reason.NOT_SEALED)
    bits = _numbers(row["bits"], ">i8", count) if filters else np.zeros(count, dtype=np.int64)
    codes = {name.encode(): code for code, name in state.names.items()}
    called = texts(row["names"])
    new_names = sorted(set(called) - codes.keys())
    codes |= {name: NEW_NAMES + at for at, name in enumerate(new_names)}
    whose = np.zeros(count, dtype=np.int32)
    if who and count:
        ids = texts(row["ids"])
        known.find(ids, scope)
        whose = _codes(ids, known.codes)
    return Rest(
        who=whose,
        name=_codes(called, codes),
        t=_numbers(row["times"], ">i8", count).astype(np.int64) + EPOCH_US,
        passes=[(bits >> place & 1).astype(bool) for place in range(len(filters))],
        says=[row[f"says_{place}"] or [] for place in range(len(properties))],
        new_names=[name.decode() for name in new_names],
        linked=known.linked,
        else_=known.else_,
        people=known.count,
    )


def _nothing(filters: int, properties: int, known: People) -> Rest:
    """No events."""
    none, flags = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=bool)
    return Rest(
        who=none,
        name=none,
        t=np.zeros(0, dtype=np.int64),
        passes=[flags] * filters,
        says=[[]] * properties,
        new_names=[],
        linked=known.linked,
        else_=known.else_,
        people=known.count,
    )


def _statement(
    spans: Sequence[Span],
    filters: Sequence[Filters],
    properties: Sequence[Property],
    scope: PostgresScope,
    *,
    who: bool,
) -> Select[Any]:
    """One row, whose columns are packed in the order of the events. Texts come with a zero between, which no text has,
    and for nobody a byte that none has: to look each up here is several times as fast as to join it there."""
    rows = _seen(spans, filters, properties, scope)
    order = [rows.c.occurred_at, rows.c.id]
    packed = [
        func.count().label("events"),
        _packed(_bytes(rows.c.name), order, b"\0").label("names"),
        _packed(func.timestamptz_send(rows.c.occurred_at), order).label("times"),
    ]
    if who:
        whose = func.coalesce(_bytes(rows.c.anonymous_id), literal(NOBODY, LargeBinary))
        packed.append(_packed(whose, order, b"\0").label("ids"))
    if filters:
        packed.append(_packed(func.int8send(rows.c.bits), order).label("bits"))
    for place in range(len(properties)):
        name = f"says_{place}"
        packed.append(func.array_agg(aggregate_order_by(rows.c[name], *order)).label(name))
    return select(*packed)


def _seen(
    spans: Sequence[Span], filters: Sequence[Filters], properties: Sequence[Property], scope: PostgresScope
) -> Subquery:
    """The events of the spans, with a bit for each list of filters that they pass."""
    at = events.c.occurred_at
    given = _bounds(spans)
    within = or_(
        false(),
        *(
            and_(
                at >= named(f"since_{place}", given[f"since_{place}"], INSTANT),
                at < named(f"until_{place}", given[f"until_{place}"], INSTANT),
            )
            for place in range(len(spans))
        ),
    )
    bits: ColumnElement[Any] = literal(0, BigInteger)
    for place, each in enumerate(filters):
        bits = bits + case((holds(each, {}), literal(1 << place, BigInteger)), else_=literal(0, BigInteger))
    columns: list[ColumnElement[Any]] = [events.c.anonymous_id, events.c.name, at, events.c.id, bits.label("bits")]
    columns += [_says(name).label(f"says_{place}") for place, name in enumerate(properties)]
    return select(*columns).where(of_app(scope), within).limit(MOST_EVENTS + 1).subquery("seen")


def _says(name: Property) -> ColumnElement[str]:
    """What an event says, as JSON."""
    if isinstance(name, OfGroup):
        return func.coalesce(cast(func.to_jsonb(named_accounts(name.group)), Text), NULL)
    breakdown = Breakdown(property=name)
    return cast(value(breakdown, key(breakdown)), Text)


def _bounds(spans: Sequence[Span]) -> dict[str, datetime]:
    """Where the spans begin and end, by the names of these values in the statement."""
    found = {f"since_{place}": span.start for place, span in enumerate(spans)}
    return found | {f"until_{place}": span.end for place, span in enumerate(spans)}


def _packed(sent: ColumnElement[Any], order: Sequence[ColumnElement[Any]], between: bytes = b"") -> ColumnElement[Any]:
    return func.string_agg(sent, aggregate_order_by(literal(between, LargeBinary), *order))


def _bytes(text: ColumnElement[str]) -> ColumnElement[Any]:
    return func.convert_to(text, literal("UTF8", Text))


def _codes(of: Sequence[bytes], codes: Mapping[bytes, int]) -> NDArray[np.int32]:
    return np.fromiter(map(codes.__getitem__, of), dtype=np.int32, count=len(of))


def _numbers(packed: bytes | None, kind: str, count: int) -> NDArray[Any]:
    found = np.frombuffer(packed or b"", dtype=kind)
    if len(found) != count:
        raise ValueError("columns of the rest are not equally long")
    return found
