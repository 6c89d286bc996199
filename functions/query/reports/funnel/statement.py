"""The one statement of a funnel: all events that matter to it, packed, in parcels of whole visitors."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache, reduce
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
    Uuid,
    case,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.sql.elements import Grouping

from query.conditions import holds
from query.reports import breakdown
from query.reports.breakdown import Breakdown
from query.reports.choice import EventChoice, matches
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.schema import events
from spoor.statements import Filled, named
from spoor.visitor import events_with_visitors, visitor

MOST_EVENTS = 5_000_000
PARCELS = 128

_INSTANT = TIMESTAMP(timezone=True)


def build(question: FunnelQuestion, scope: Scope) -> Select[Any] | Filled:
    """The statement. A row is a parcel, the events of some visitors, and of it those of one mask: bit k says that an
    event can meet step k, the bits after the steps' are the exclusions', in order.

    `part` is the parcel's number before the bits of the mask, `events` how many there are. `times` are Postgres' own,
    eight bytes each, microseconds since 2000. `visitors` say in the same order whose the events are, with NUL between
    them. With a breakdown, `said` are likewise the JSON values of those that can meet step 1. All three are null for
    events that can meet nothing, unless the order is strict.

    There is no sort and no row a visitor: a few hundred groups stay in the processor's cache, which all visitors do
    not. The limit is also what keeps the planner from looking through the subquery, seeing many visitors, and sorting.
    """
    values = _values(question, scope)
    if question.breakdown is None and not question.filters and not any(map(_is_special, question.choices())):
        return Filled(_plain(question.order == "strict"), values)
    wanted = [holds(question.filters, scope.members)]
    if question.order != "strict" and all(choice.event is not None for choice in question.choices()):
        wanted.append(_is_named(values))
    said = [] if question.breakdown is None else [breakdown.key(question.breakdown).label("said")]
    seen = _seen(values, _mask(question, scope, values), wanted, said)
    return _parcels(values, seen, question.order == "strict", question.breakdown)


def _values(question: FunnelQuestion, scope: Scope) -> dict[str, Any]:
    """The values of a statement by name. `masks` has for each of `names` the bits of all events of that name."""
    masks: Counter[str] = Counter()
    for place, choice in enumerate(question.choices()):
        if choice.event is not None:
            masks[choice.event] += 0 if choice.filters else 1 << place
    return {
        "app_id": scope.app_id,
        "start": question.start,
        "end": question.end,
        "latest": question.end + timedelta(seconds=question.conversion_window_seconds),
        "names": [*masks],
        "masks": [*masks.values()],
        "width": 1 << len(question.choices()),
    }


@cache
def _plain(strict: bool) -> Select[Any]:
    """The statement of all funnels whose steps, and what they exclude, are names and nothing more."""
    values: dict[str, Any] = defaultdict(lambda: None)
    seen = _seen(values, _begins(_of_name(values), values), [] if strict else [_is_named(values)], [])
    return _parcels(values, seen, strict, None)


def _seen(
    values: Mapping[str, Any],
    mask: ColumnElement[int],
    wanted: Sequence[ColumnElement[bool]],
    said: Sequence[ColumnElement[Any]],
) -> Any:
    """Every event that is `wanted`, up to one more than may be."""
    return (
        select(visitor().label("visitor"), mask.label("mask"), events.c.occurred_at, *said)
        .select_from(events_with_visitors(values["app_id"]))
        .where(
            events.c.app_id == named("app_id", values["app_id"], Uuid()),
            events.c.occurred_at >= named("start", values["start"], _INSTANT),
            events.c.occurred_at <= named("latest", values["latest"], _INSTANT),
            events.c.anonymous_id.is_not(None),
            *wanted,
        )
        .limit(MOST_EVENTS + 1)
        .subquery("seen")
        .c
    )


def _parcels(values: Mapping[str, Any], seen: Any, strict: bool, by: Breakdown | None) -> Select[Any]:
    """The rows."""
    parcel = func.hashtextextended(seen.visitor, literal(0, BigInteger)).op("&")(literal(PARCELS - 1, BigInteger))
    part = (parcel * named("width", values["width"], BigInteger) + seen.mask).label("part")
    kept = true() if strict else seen.mask != 0
    times = func.string_agg(func.timestamptz_send(seen.occurred_at), literal(b"", LargeBinary))
    columns = [
        part,
        func.count().label("events"),
        times.filter(kept).label("times"),
        _together(seen.visitor).filter(kept).label("visitors"),
    ]
    if by is not None:
        shown = breakdown.shown(breakdown.value(by, seen.said))
        columns.append(_together(case((seen.mask.op("&")(1) == 1, shown), else_="")).filter(kept).label("said"))
    return select(*columns).group_by(part)


def _together(text: ColumnElement[str]) -> Function[bytes]:
    return func.string_agg(func.convert_to(text, literal("UTF8", Text)), literal(b"\0", LargeBinary))


def _is_special(choice: EventChoice) -> bool:
    """Whether it takes more than its name to know an event that is meant."""
    return choice.event is None or bool(choice.filters)


def _is_named(values: Mapping[str, Any]) -> ColumnElement[bool]:
    return events.c.name == func.any(named("names", values["names"], ARRAY(Text)))


def _of_name(values: Mapping[str, Any]) -> ColumnElement[int]:
    """The bits that an event has by its name alone."""
    masks = Grouping(named("masks", values["masks"], ARRAY(Integer)))
    return func.coalesce(masks[func.array_position(named("names", values["names"], ARRAY(Text)), events.c.name)], 0)


def _mask(question: FunnelQuestion, scope: Scope, values: Mapping[str, Any]) -> ColumnElement[int]:
    """All the bits of an event."""
    special = [
        case((matches(choice, scope), literal(1 << place, Integer)), else_=0)
        for place, choice in enumerate(question.choices())
        if _is_special(choice)
    ]
    return _begins(reduce(add, special, _of_name(values)), values)


def _begins(mask: ColumnElement[int], values: Mapping[str, Any]) -> ColumnElement[int]:
    """`mask` without bit 0 where no attempt may begin any more."""
    return Grouping(mask).op("&")(case((events.c.occurred_at < named("end", values["end"], _INSTANT), -1), else_=-2))
