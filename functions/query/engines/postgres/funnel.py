"""Gathers all events that matter to a funnel: by one statement, packed, in parcels of whole visitors."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from itertools import groupby
from operator import add, itemgetter
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

from query.engines.postgres.expressions import breakdown
from query.engines.postgres.expressions.choice import asked_about, matches
from query.engines.postgres.expressions.values import told, told_values
from query.engines.postgres.integers import integers
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of, shape_of
from query.questions.comparison import Span
from query.reports.both import Both
from query.reports.funnel.parcels import Parcels, Part
from query.reports.funnel.question import FunnelQuestion
from spoor.database import Row
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.statements import named

MOST_EVENTS = 5_000_000
"""More would not fit into the function's memory."""

PARCELS = 128
"""A power of two: few enough for Postgres' cache, many enough for a parcel's visitors to stay in Python's."""

_INSTANT = TIMESTAMP(timezone=True)


def build(question: FunnelQuestion, scope: PostgresScope, text: ColumnElement[str] | None = None) -> Select[Any]:
    """The statement. A row is a parcel, the events of some visitors, and of it those of one mask: bit k says that an
    event can meet step k, the bits after the steps' are the exclusions', in order.

    `part` is the parcel's number before the bits of the mask, `events` how many there are. `times` are Postgres' own,
    eight bytes each, microseconds since 2000. `visitors` say in the same order whose the events are, with NUL between
    them. With a breakdown, `said` are likewise the JSON values of those that can meet step 1; or whatever `text`
    is given of an event. All three are null for events that can meet nothing, unless the order is strict.

    There is no sort and no row a visitor: a few hundred groups stay in the processor's cache, which all visitors do
    not. The limit is also what keeps the planner from looking through the subquery, seeing many visitors, and sorting.
    """
    values = funnel_bounds(question, scope)
    seen = _seen(question, scope, values, text)
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
    shown = seen.text if text is not None else None
    if question.breakdown is not None:
        shown = breakdown.shown(breakdown.value(question.breakdown, seen.said))
    if shown is not None:
        columns.append(_together(case((seen.mask.op("&")(1) == 1, shown), else_="")).filter(kept).label("said"))
    return select(*columns).group_by(part)


def _seen(
    question: FunnelQuestion, scope: PostgresScope, values: Mapping[str, Any], text: ColumnElement[str] | None
) -> Any:
    """Every event that matters, with its mask, up to one more than may be."""
    columns: list[ColumnElement[Any]] = [
        scope.subject.who.label("visitor"),
        _mask(question, scope, values).label("mask"),
        events.c.occurred_at,
        *([] if text is None else [text.label("text")]),
    ]
    wanted = [
        asked_about(question, scope),
        events.c.occurred_at >= named("start", values["start"], _INSTANT),
        events.c.occurred_at <= named("latest", values["latest"], _INSTANT),
        scope.subject.id.is_not(None),
    ]
    if question.order != "strict" and all(choice.event is not None for choice in question.choices()):
        wanted.append(events.c.name == func.any(named("names", values["names"], ARRAY(Text))))
    by = {} if question.breakdown is None else {"said": question.breakdown}
    rows = told(columns, wanted, by, scope, _span(question))
    return rows.limit(MOST_EVENTS + 1).subquery("seen").c


def _span(question: FunnelQuestion) -> Span:
    """Where all events lie that an attempt may be made of."""
    return Span(question.start, question.end + timedelta(seconds=question.conversion_window_seconds))


def _mask(question: FunnelQuestion, scope: PostgresScope, values: Mapping[str, Any]) -> ColumnElement[int]:
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


def funnel_shape(question: FunnelQuestion) -> Hashable:
    """Where names are all that is asked about, names and their number come in as values, too."""
    if question.breakdown is None and not question.filters and all(choice.is_plain for choice in question.choices()):
        return question.order == "strict", question.group
    return shape_of(question)


def funnel_bounds(question: FunnelQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Besides, `masks` has for each of `names` the bits of all events of that name."""
    masks: Counter[str] = Counter()
    for place, choice in enumerate(question.choices()):
        if choice.event is not None:
            masks[choice.event] += 1 << place if choice.is_plain else 0
    span = _span(question)
    return {
        **bounds_of(question, scope),
        **told_values([question.breakdown] if question.breakdown else [], span),
        "latest": span.end,
        "names": [*masks],
        "masks": [*masks.values()],
        "width": 1 << len(question.choices()),
    }


STATEMENT = Statement("funnel", build, funnel_shape, funnel_bounds)
VISITORS = Statement("funnel_visitors", build, funnel_shape, funnel_bounds)


def gather(question: FunnelQuestion, scope: PostgresScope) -> Parcels | Both[Parcels]:
    """The events of all who did anything that the funnel is about, a parcel of visitors after the other; and those of
    the range that it is compared with.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    bits = len(question.choices())
    now = _few(STATEMENT.rows(question, scope))
    if question.compared_with is None:
        return _parcels(now, bits)
    before = STATEMENT.rows(question.over(question.compared_with), scope)
    _few([*now, *before])  # both have to fit
    return Both(_parcels(now, bits), _parcels(before, bits))


def gather_visitors(question: FunnelQuestion, scope: PostgresScope) -> Parcels:
    """The same without the values of a breakdown: they say nothing about whom to list.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    asked = question.model_copy(update={"breakdown": None})
    return _parcels(_few(VISITORS.rows(asked, scope)), len(asked.choices()))


def parcels_of(question: FunnelQuestion, *periods: Sequence[Row]) -> list[Parcels]:
    """What the rows of a question's statement say of each of some periods, which have to fit together.

    Raises TooLarge.
    """
    _few([row for rows in periods for row in rows])
    return [_parcels(rows, len(question.choices())) for rows in periods]


def _few(rows: Sequence[Row]) -> Sequence[Row]:
    if sum(row["events"] for row in rows) > MOST_EVENTS:
        raise TooLarge(
            f"More than {MOST_EVENTS:,} events have the names of these steps. Ask for a shorter range, or filter."
        )
    return rows


def _parcels(rows: Sequence[Row], bits: int) -> Iterator[list[Part]]:
    told = sorted((row for row in rows if row["times"] is not None), key=itemgetter("part"))
    for _, parcel in groupby(told, key=lambda row: row["part"] >> bits):
        yield [_part(row, bits) for row in parcel]


def _part(row: Row, bits: int) -> Part:
    return Part(
        row["part"] & (1 << bits) - 1,
        integers(row["times"]),
        row["visitors"].split(b"\0"),
        row["said"].split(b"\0") if "said" in row else None,
    )
