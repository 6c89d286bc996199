"""What is not in files, by one statement: the events of the rest of the range, and who of the visitors is whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from query.engines.lake.events import NULL, OfGroup, Property
from query.engines.postgres.expressions.accounts import named_accounts
from query.engines.postgres.expressions.breakdown import key, value
from query.engines.postgres.expressions.choice import of_app
from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from query.questions.filters import Filters
from query.reports.breakdown import Breakdown
from spoor.schema import events, identities, lake_names, lake_visitors
from spoor.schema.columns import INSTANT
from spoor.statements import StatementCache, compiled, named
from spoor.visitor import events_with_visitors, visitor

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
    are somebody `else_`; `people` is one more than the highest code of anybody. `new_ids` are the ids of the last of
    the people, whom no file knows, where they are asked for."""

    who: NDArray[np.int32]
    name: NDArray[np.int32]
    t: NDArray[np.int64]
    passes: Sequence[NDArray[np.bool_]]
    says: Sequence[Sequence[str]]
    new_names: Sequence[str]
    linked: NDArray[np.int32]
    else_: NDArray[np.int32]
    people: int
    new_ids: Sequence[str] = ()


def read(
    spans: Sequence[Span],
    filters: Sequence[Filters],
    properties: Sequence[Property],
    last_code: int,
    scope: PostgresScope,
    *,
    ids: bool = False,
) -> Rest:
    """The rest; with the `ids` of whom no file knows, where these are asked for.

    Raises Elsewhere where it is too much, TooSlow, DatabaseAway.
    """
    if len(filters) > MOST_FILTERS:
        raise Elsewhere(Reason.FILTER_NOT_SEALED)
    shape = (len(spans), repr(filters), tuple(properties), ids)
    text, params = _TEXTS.get(
        shape, lambda: compiled(_statement(spans, filters, properties, last_code, scope, ids=ids), "lake_rest")
    )
    params = {**params, "app_id": scope.app_id, "last_code": last_code, **_bounds(spans)}
    [row] = scope.rows(text, params, may_loop=False)
    count = row["events"]
    if count > MOST_EVENTS:
        raise Elsewhere(Reason.NOT_SEALED)
    bits = _numbers(row["bits"], ">i8", count)
    linked = _numbers(row["linked"], ">i4")
    return Rest(
        who=_numbers(row["who"], ">i4", count).astype(np.int32),
        name=_numbers(row["names"], ">i4", count).astype(np.int32),
        t=_numbers(row["times"], ">i8", count).astype(np.int64) + EPOCH_US,
        passes=[(bits >> place & 1).astype(bool) for place in range(len(filters))],
        says=[row[f"says_{place}"] or [] for place in range(len(properties))],
        new_names=row["new_names"] or [],
        linked=linked.astype(np.int32),
        else_=_numbers(row["else"], ">i4").astype(np.int32),
        people=last_code + 1 + (row["new_people"] or 0),
        new_ids=(row["new_ids"] or []) if ids else [],
    )


def _statement(
    spans: Sequence[Span],
    filters: Sequence[Filters],
    properties: Sequence[Property],
    last_code: int,
    scope: PostgresScope,
    *,
    ids: bool,
) -> Select[Any]:
    """One row, whose columns are packed. All events are put in order once, and each list is made of that order."""
    app = named("app_id", scope.app_id, Uuid())
    seen = _seen(spans, filters, properties, scope)
    linked = (
        select(lake_visitors.c.code, identities.c.visitor_id.label("visitor"))
        .where(
            identities.c.app_id == app,
            lake_visitors.c.app_id == app,
            lake_visitors.c.anonymous_id == identities.c.anonymous_id,
        )
        .cte("linked")
        .prefix_with("MATERIALIZED")
    )
    somebody = select(seen.c.visitor).where(seen.c.visitor.is_not(None))
    anybody = somebody.union(select(linked.c.visitor)).subquery("anybody")
    known = and_(lake_visitors.c.app_id == app, lake_visitors.c.anonymous_id == anybody.c.visitor)
    coded = select(anybody.c.visitor, lake_visitors.c.code).select_from(anybody.outerjoin(lake_visitors, known))
    people = _numbered(coded, "visitor", named("last_code", last_code, Integer()), "people")
    called = select(seen.c.name).distinct().subquery("called")
    same = and_(lake_names.c.app_id == app, lake_names.c.name == called.c.name)
    coded = select(called.c.name, lake_names.c.code).select_from(called.outerjoin(lake_names, same))
    names = _numbered(coded, "name", literal(NEW_NAMES - 1, Integer), "names")
    rows = (
        select(seen, func.coalesce(people.c.code, 0).label("who"), names.c.code.label("called"))
        .select_from(
            seen.outerjoin(people, people.c.visitor == seen.c.visitor).join(names, names.c.name == seen.c.name)
        )
        .subquery("rows")
    )
    order = [rows.c.occurred_at, rows.c.id]
    packed = [
        func.count().label("events"),
        _packed(func.int4send(rows.c.who), order).label("who"),
        _packed(func.int4send(rows.c.called), order).label("names"),
        _packed(func.timestamptz_send(rows.c.occurred_at), order).label("times"),
        _packed(func.int8send(rows.c.bits), order).label("bits"),
    ]
    for place in range(len(properties)):
        name = f"says_{place}"
        packed.append(func.array_agg(aggregate_order_by(rows.c[name], *order)).label(name))
    of_rows = select(*packed).subquery("of_rows")
    links = (
        select(
            func.string_agg(func.int4send(linked.c.code), literal(b"", LargeBinary)).label("linked"),
            func.string_agg(func.int4send(people.c.code), literal(b"", LargeBinary)).label("else"),
        )
        .select_from(linked.join(people, people.c.visitor == linked.c.visitor))
        .subquery("links")
    )
    new_people = select(func.count()).where(people.c.is_new).scalar_subquery().label("new_people")
    new_names = (
        select(func.array_agg(aggregate_order_by(names.c.name, names.c.code))).where(names.c.is_new).scalar_subquery()
    )
    columns: list[Any] = [of_rows, links, new_people, new_names.label("new_names")]
    if ids:
        new_ids = select(func.array_agg(aggregate_order_by(people.c.visitor, people.c.code))).where(people.c.is_new)
        columns.append(new_ids.scalar_subquery().label("new_ids"))
    return select(*columns).select_from(of_rows.join(links, true()))


def _seen(
    spans: Sequence[Span], filters: Sequence[Filters], properties: Sequence[Property], scope: PostgresScope
) -> CTE:
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
    columns: list[ColumnElement[Any]] = [visitor().label("visitor"), events.c.name, at, events.c.id, bits.label("bits")]
    columns += [_says(name).label(f"says_{place}") for place, name in enumerate(properties)]
    rows = select(*columns).select_from(events_with_visitors(scope.app_id)).where(of_app(scope), within)
    return rows.limit(MOST_EVENTS + 1).cte("seen").prefix_with("MATERIALIZED")


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


def _numbered(rows: Select[Any], text: str, last: ColumnElement[int], name: str) -> CTE:
    """Texts with the codes that files have for them; those without get the next ones after `last`."""
    given = rows.subquery(f"given_{name}")
    is_new = given.c.code.is_(None)
    following = func.row_number().over(partition_by=is_new, order_by=given.c[text].collate("C"))
    code = func.coalesce(given.c.code, last + cast(following, Integer))
    return select(given.c[text], code.label("code"), is_new.label("is_new")).cte(name).prefix_with("MATERIALIZED")


def _packed(sent: ColumnElement[Any], order: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    return func.string_agg(sent, aggregate_order_by(literal(b"", LargeBinary), *order))


def _numbers(packed: bytes | None, kind: str, count: int | None = None) -> NDArray[Any]:
    found = np.frombuffer(packed or b"", dtype=kind)
    if count is not None and len(found) != count:
        raise ValueError("columns of the rest are not equally long")
    return found
