"""Funnels whose steps have an order and names of their own: the furthest attempt of each who entered."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, column, func, literal, or_, select, table

from query.engines.lake.events import microseconds
from query.engines.portable.relations import TimeCells, words
from query.engines.portable.statements import PortableStatement, written
from query.reports.funnel.attempts import SECOND
from query.reports.funnel.count import Count, CountedFunnel
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.time import buckets

_INSTANT = timedelta(microseconds=1)
_HAPPENED = table("happened", column("who"), column("name"), column("t", BigInteger))
_WORDS = table("words", column("place"), column("name"))


def statement(question: FunnelQuestion, _: Scope) -> PortableStatement:
    """From the range's beginning until the last of its attempts may end."""
    latest = question.end + timedelta(seconds=question.conversion_window_seconds)
    named = words([step.event for step in question.asked_steps()])
    text = "/* funnel */ " + written(_furthest(question, len(named.rows)))
    return PortableStatement(text, question.start, latest + _INSTANT, named, TimeCells(1, []))


def _furthest(question: FunnelQuestion, steps: int) -> Select[Any]:
    """A row is one who entered: how many steps were met, and when each.

    From the last step backwards: for an event that meets step j, the earliest way on is that of the earliest event from
    its time on that meets step j + 1. Events at one moment have no order, so a frame is one of values, not of rows.
    """
    met = and_(_WORDS.c.name == _HAPPENED.c.name)
    at, place = _HAPPENED.c.t, _WORDS.c.place
    begins = or_(place != 0, at < literal(microseconds(question.end), BigInteger))
    within = and_(_HAPPENED.c.who.is_not(None), at >= literal(microseconds(question.start), BigInteger), begins)
    last = steps - 1
    ways = (
        select(_HAPPENED.c.who, at, place, case((place == last, at)).label(f"t{last}"))
        .select_from(_HAPPENED.join(_WORDS, met))
        .where(within)
        .cte(f"from_{last}")
    )
    for step in range(last - 1, -1, -1):
        further = [
            case((ways.c.place == step, _earliest(ways, f"t{later}"))).label(f"t{later}")
            for later in range(step + 1, steps)
        ]
        here = case((ways.c.place == step, ways.c.t)).label(f"t{step}")
        ways = select(ways.c.who, ways.c.t, ways.c.place, here, *further).cte(f"from_{step}")
    window_us = literal(question.conversion_window_seconds * SECOND, BigInteger)
    in_time = [case((ways.c[f"t{step}"] - ways.c.t0 <= window_us, 1), else_=0) for step in range(steps)]
    reached: ColumnElement[Any] = in_time[0]
    for each in in_time[1:]:
        reached = reached + each
    attempts = (
        select(ways.c.who, reached.label("met"), *(ways.c[f"t{step}"] for step in range(steps)))
        .where(ways.c.place == 0)
        .cte("attempts")
    )
    order = [attempts.c.t0] if question.order == "firstEntry" else [attempts.c.met.desc(), attempts.c.t0]
    rank = func.row_number().over(partition_by=attempts.c.who, order_by=order).label("rank_of_it")
    ranked = select(*attempts.c, rank).cte("ranked")
    times = [ranked.c[f"t{step}"] for step in range(steps)]
    return select(ranked.c.met, *times).where(ranked.c.rank_of_it == 1)


def _earliest(ways: Any, name: str) -> Any:
    return func.min(ways.c[name]).over(partition_by=ways.c.who, order_by=ways.c.t, range_=(0, None))


def read(question: FunnelQuestion, _: Scope, rows: Sequence[Mapping[str, Any]]) -> CountedFunnel:
    """What the attempts add up to."""
    steps = len(question.asked_steps())
    count = Count(steps)
    entered: list[int] = []
    converted: list[int] = []
    edges: list[int] = []
    places: Sequence[int] = []
    if question.interval is not None:
        calendar = buckets(question.start, question.end, question.interval, question.zone, question.week_start)
        edges, places = [microseconds(each) for each in calendar.edges], calendar.places
        entered, converted = [0] * len(calendar.starts), [0] * len(calendar.starts)
    for row in rows:
        met = int(row["met"])
        times = [int(row[f"t{step}"]) for step in range(met)]
        count.add(times)
        if edges:
            place = places[bisect_right(edges, times[0]) - 1]
            entered[place] += 1
            converted[place] += met == steps
    return CountedFunnel(count, {}, entered, converted)
