"""The one statement of a funnel: all events that matter to it, packed, in parcels of whole visitors."""

from datetime import timedelta
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
from sqlalchemy.dialects.postgresql import ARRAY

from query.conditions import holds
from query.reports import breakdown
from query.reports.choice import EventChoice, asked_about
from query.reports.funnel.question import ExcludedEvent, FunnelQuestion
from query.scope import Scope
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor

MOST_EVENTS = 5_000_000
PARCELS = 128


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
    columns: list[ColumnElement[Any]] = [visitor().label("visitor"), _mask(question, scope), events.c.occurred_at]
    if question.breakdown is not None:
        columns.append(breakdown.key(question.breakdown).label("said"))
    seen = (
        select(*columns)
        .select_from(events_with_visitors(scope.app_id))
        .where(
            asked_about(question, scope),
            events.c.occurred_at >= question.start,
            events.c.occurred_at <= question.end + timedelta(seconds=question.conversion_window_seconds),
            events.c.anonymous_id.is_not(None),
            *_of_names(question),
        )
        .limit(MOST_EVENTS + 1)
        .subquery("seen")
    )
    return _parcels(question, seen.c)


def bits(question: FunnelQuestion) -> int:
    """How many bits the mask of an event has."""
    return len(question.asked_steps()) + len(question.exclusions)


def _parcels(question: FunnelQuestion, seen: Any) -> Select[Any]:
    parcel = func.hashtextextended(seen.visitor, literal(0, BigInteger)).op("&")(literal(PARCELS - 1, BigInteger))
    part = (parcel * literal(1 << bits(question), BigInteger) + seen.mask).label("part")
    kept = seen.mask != 0 if question.order != "strict" else true()
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


def _together(text: ColumnElement[str]) -> Function[bytes]:
    return func.string_agg(func.convert_to(text, literal("UTF8", Text)), literal(b"\0", LargeBinary))


def _asked(question: FunnelQuestion) -> list[EventChoice | ExcludedEvent]:
    return [*question.asked_steps(), *question.exclusions]


def _of_names(question: FunnelQuestion) -> list[ColumnElement[bool]]:
    """What keeps events out that can meet nothing; a strict order has to know them all."""
    names = {each.event for each in _asked(question)}
    if question.order == "strict" or None in names:
        return []
    return [events.c.name == func.any(literal(sorted(str(name) for name in names), ARRAY(Text)))]


def _mask(question: FunnelQuestion, scope: Scope) -> ColumnElement[int]:
    """The bits of an event. Its name is looked at once, however many steps there are."""
    anything: list[ColumnElement[int]] = []
    named: dict[str, list[ColumnElement[int]]] = {}
    for place, choice in enumerate(_asked(question)):
        bit: ColumnElement[int] = literal(1 << place, Integer)
        conditions = [holds(choice.filters, scope.members)] if choice.filters else []
        if place == 0:
            conditions.append(events.c.occurred_at < question.end)
        for condition in conditions:
            bit = case((condition, bit), else_=0)
        (anything if choice.event is None else named.setdefault(choice.event, [])).append(bit)
    if named:
        sums = {name: reduce(add, of_name) for name, of_name in named.items()}
        anything.append(case(sums, value=events.c.name, else_=0))
    return reduce(add, anything).label("mask")
