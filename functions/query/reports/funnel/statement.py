"""The one statement of a funnel: all events that matter to it, packed, in parcels of whole visitors."""

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Function,
    Integer,
    LargeBinary,
    Select,
    Text,
    case,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.sql.elements import Grouping

from query.reports import breakdown
from query.reports.choice import asked_about, matches
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.schema import events
from spoor.statements import named
from spoor.visitor import events_with_visitors, visitor

MOST_EVENTS = 5_000_000
"""More would not fit into the function's memory."""

PARCELS = 128
"""A power of two: few enough for Postgres' cache, many enough for a parcel's visitors to stay in Python's."""

_INSTANT = TIMESTAMP(timezone=True)


def build(question: FunnelQuestion, scope: Scope) -> Select[Any]:
    """The statement. A row is a parcel, the events of some visitors, and of it those of one mask: bit k says that an
    event can meet step k, the bits after the steps' are the exclusions', in order.

    `part` is the parcel's number before the bits of the mask, `events` how many there are. `times` are Postgres' own,
    eight bytes each, microseconds since 2000. `visitors` say in the same order whose the events are, with NUL between
    them. With a breakdown, `said` are likewise the JSON values of those that can meet step 1. All three are null for
    events that can meet nothing, unless the order is strict.

    There is no sort and no row a visitor: a few hundred groups stay in the processor's cache, which all visitors do
    not. The limit is also what keeps the planner from looking through the subquery, seeing many visitors, and sorting.
    """
    values = question.bounds(scope)
    seen = _seen(question, scope, values)
    parcel = func.hashtextextended(seen.visitor, literal(0, BigInteger)).op("&")(literal(PARCELS - 1, BigInteger))
    part = (parcel * named("width", values["width"], BigInteger) + seen.mask).label("part")
    kept = true() if question.order == "strict" else seen.mask != 0
    times = func.string_agg(func.timestamptz_send(seen.occurred_at), literal(b"", LargeBinary))
    columns = [
        part,
        func.count().label("events"),
        times.filter(kept).label("times"),
        _together(seen.visitor).filter(kept).label("visitors"),
    ]
    if question.breakdown is not None:
        shown = breakdown.shown(breakdown.value(question.breakdown, seen.said))
        columns.append(_together(case((seen.mask.op("&")(1) == 1, shown), else_="")).filter(kept).label("said"))
    return select(*columns).group_by(part)


def _seen(question: FunnelQuestion, scope: Scope, values: Mapping[str, Any]) -> Any:
    """Every event that matters, with its mask, up to one more than may be."""
    columns: list[ColumnElement[Any]] = [
        visitor().label("visitor"),
        _mask(question, scope, values).label("mask"),
        events.c.occurred_at,
    ]
    if question.breakdown is not None:
        columns.append(breakdown.key(question.breakdown).label("said"))
    wanted = [
        asked_about(question, scope),
        events.c.occurred_at >= named("start", values["start"], _INSTANT),
        events.c.occurred_at <= named("latest", values["latest"], _INSTANT),
        events.c.anonymous_id.is_not(None),
    ]
    if question.order != "strict" and all(choice.event is not None for choice in question.choices()):
        wanted.append(events.c.name == func.any(named("names", values["names"], ARRAY(Text))))
    rows = select(*columns).select_from(events_with_visitors(scope.app_id)).where(*wanted)
    return rows.limit(MOST_EVENTS + 1).subquery("seen").c


def _mask(question: FunnelQuestion, scope: Scope, values: Mapping[str, Any]) -> ColumnElement[int]:
    """The bits of an event: those that it has by its name alone, from an array, and one by one those that take more.
    Bit 0 is taken away where no attempt may begin any more."""
    masks = Grouping(named("masks", values["masks"], ARRAY(Integer)))
    by_name = masks[func.array_position(named("names", values["names"], ARRAY(Text)), events.c.name)]
    others = [
        case((matches(choice, scope), literal(1 << place, Integer)), else_=0)
        for place, choice in enumerate(question.choices())
        if not choice.is_plain
    ]
    begins = case((events.c.occurred_at < named("end", values["end"], _INSTANT), -1), else_=-2)
    return Grouping(reduce(add, others, func.coalesce(by_name, 0))).op("&")(begins)


def _together(text: ColumnElement[str]) -> Function[bytes]:
    return func.string_agg(func.textsend(text), literal(b"\0", LargeBinary))
