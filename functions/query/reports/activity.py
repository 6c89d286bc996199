"""Which visitors did what in which periods: a bit for each period, set in Postgres and counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, case, cast, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from query.reports.choice import asked_about
from query.reports.periods import Periods
from query.reports.planes import WORD, planes, weigh
from query.reports.report import ReportQuestion, Rows
from query.scope import Scope
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor, with_visitors

MAX_GROUPS = 1_000_000

_AT = events.c.occurred_at
_INSTANTS = ARRAY(TIMESTAMP(timezone=True))
_Word = Sequence[datetime]
"""The edges of 64 stretches at most; the last one is the first of the next word."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What sets a visitor's bit for a period: an event there that `matches`. With `first_ever` the first of all times
    alone sets one, and events are read from the beginning on."""

    matches: ColumnElement[bool]
    first_ever: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """Visitors in groups of those who are alike. `marks[name][i]` has a bit for each group with that mark in period i,
    `sizes` are the planes of the groups' sizes."""

    marks: Mapping[str, list[int]]
    sizes: list[int]

    @property
    def everybody(self) -> int:
        """All groups."""
        return reduce(int.__or__, self.sizes, 0)

    def visitors(self, groups: int) -> int:
        """How many visitors there are in the groups whose bits are set."""
        return weigh(groups, self.sizes)


def build_activity(
    question: ReportQuestion, scope: Scope, edges: Sequence[datetime], marks: Mapping[str, Mark], wanted: str
) -> Select[Any]:
    """The statement, whose one row holds columns of packed 64-bit numbers, one for each group of visitors who are
    alike: `<mark>_<n>` are the bits of a mark for the nth 64 of the stretches between `edges`, `size` is how many
    visitors they are. Visitors without the mark `wanted` are left out.

    Events are grouped by `anonymous_id`, and only the groups are joined with their links: the marks of several devices
    add up. Large groups come first, so that few are left in the upper planes of the sizes.
    """
    words = [edges[at : at + WORD + 1] for at in range(0, len(edges) - 1, WORD)]
    devices = _devices(question, scope, words, marks).cte("devices")
    bits = [column for name, mark in marks.items() for column in _of_devices(name, mark, words, devices)]
    linked = with_visitors(devices, scope.app_id)
    visitors = select(*bits).select_from(linked).group_by(visitor(devices)).cte("visitors")
    alike = (
        select(*visitors.c, func.count().label("size"))
        .where(or_(*(visitors.c[f"{wanted}_{at}"] != 0 for at in range(len(words)))))
        .group_by(*visitors.c)
        .order_by(func.count().desc())
        .limit(MAX_GROUPS + 1)
        .cte("alike")
    )
    return select(*(func.string_agg(func.int8send(column), literal(b"")).label(column.name) for column in alike.c))


def _devices(question: ReportQuestion, scope: Scope, words: Sequence[_Word], marks: Mapping[str, Mark]) -> Select[Any]:
    begin, end = words[0][0], words[-1][-1]
    columns = [column for name, mark in marks.items() for column in _of_events(name, mark, words)]
    some = or_(*(mark.matches if mark.first_ever else and_(mark.matches, begin <= _AT) for mark in marks.values()))
    from_the_beginning = any(mark.first_ever for mark in marks.values())
    return (
        select(events.c.anonymous_id, *columns)
        .select_from(events_with_visitors(scope.app_id))
        .where(asked_about(question, scope), end > _AT, events.c.anonymous_id.is_not(None), some)
        .where(true() if from_the_beginning else begin <= _AT)
        .group_by(events.c.anonymous_id)
    )


def _of_events(name: str, mark: Mark, words: Sequence[_Word]) -> list[ColumnElement[Any]]:
    if mark.first_ever:
        return [func.min(_AT).filter(mark.matches).label(name)]
    return [
        func.bit_or(_bit(_AT, word)).filter(and_(mark.matches, _within(_AT, word))).label(f"{name}_{at}")
        for at, word in enumerate(words)
    ]


def _of_devices(name: str, mark: Mark, words: Sequence[_Word], devices: FromClause) -> list[ColumnElement[Any]]:
    if mark.first_ever:
        first = func.min(devices.c[name])
        bits: list[ColumnElement[Any]] = [case((_within(first, word), _bit(first, word)), else_=0) for word in words]
    else:
        bits = [func.coalesce(func.bit_or(devices.c[f"{name}_{at}"]), 0) for at in range(len(words))]
    return [each.label(f"{name}_{at}") for at, each in enumerate(bits)]


def _within(instant: ColumnElement[datetime], word: _Word) -> ColumnElement[bool]:
    return and_(instant >= word[0], instant < word[-1])


def _bit(instant: ColumnElement[datetime], word: _Word) -> ColumnElement[int]:
    """The bit of the stretch that an instant within `word` lies in."""
    return literal(1, BigInteger).bitwise_lshift(
        func.width_bucket(instant, cast(literal(word[1:-1], _INSTANTS), _INSTANTS))
    )


def read_activity(rows: Rows, periods: Periods, marks: Sequence[str]) -> Activity:
    """The activity that the statement's row tells of, by period instead of by stretch.

    Raises TooLarge.
    """
    [row] = rows
    sizes = row["size"] or b""
    if len(sizes) > MAX_GROUPS * WORD // 8:
        raise TooLarge(
            f"The visitors of this report differ in more than {MAX_GROUPS} ways. Ask for a shorter range, a longer"
            " interval, fewer periods, or filter the events."
        )
    found = {name: [0] * len(periods.starts) for name in marks}
    for name, by_period in found.items():
        for at in range(0, len(periods.places), WORD):
            bits = planes(row[f"{name}_{at // WORD}"] or b"")
            for place, plane in zip(
                periods.places[at : at + WORD], bits, strict=False
            ):  # the last word has bits to spare
                if place < len(by_period):
                    by_period[place] |= plane
    return Activity(found, planes(sizes))
