"""Which visitors did what in which periods: a bit for each stretch of time, set in Postgres and counted here."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from typing import Any, Self

from pydantic import model_validator
from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from query.reports.choice import asked_about
from query.reports.periods import Periods
from query.reports.planes import WORD, planes, weigh
from query.reports.report import ReportQuestion, Rows
from query.scope import Scope
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.statements import named
from spoor.visitor import events_with_visitors, visitor, with_visitors

MAX_GROUPS = 1_000_000

_occurred_at = events.c.occurred_at
_INSTANT = TIMESTAMP(timezone=True)
_INSTANTS = ARRAY(_INSTANT)

Marks = Mapping[str, ColumnElement[bool]]
"""What is marked, by name: a visitor's bit for a stretch is set by an event in it for which the condition holds."""


class ActivityQuestion(ReportQuestion):
    """A question about what visitors did in which stretches of time."""

    @model_validator(mode="after")
    def _check_periods(self) -> Self:
        _ = self.calendar  # which says so where the range has too many
        return self

    @cached_property
    def calendar(self) -> Periods:
        """The periods that are told apart."""
        raise NotImplementedError  # each report has its own

    @property
    def edges(self) -> Sequence[datetime]:
        """Where one stretch ends and the next begins, from the beginning of the first to the end of the last."""
        return self.calendar.edges

    def shape(self) -> Hashable:
        """The text depends on the number of words, too."""
        return super().shape(), len(_words(self.edges))

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """The edges as well, word by word."""
        return {**super().bounds(scope), **_values(self.edges)}


@dataclass(frozen=True, slots=True)
class Activity:
    """Visitors in groups of those who are alike. `marks[name][j]` has a bit for each group that is marked in stretch
    j of the periods, `sizes` are the planes of the groups' sizes."""

    periods: Periods
    marks: Mapping[str, list[int]]
    sizes: list[int]

    @property
    def everybody(self) -> int:
        """All groups."""
        return reduce(int.__or__, self.sizes, 0)

    def visitors(self, groups: int) -> int:
        """How many visitors there are in the groups whose bits are set."""
        return weigh(groups, self.sizes)

    def by_period(self, name: str) -> list[int]:
        """The groups that are marked in each period."""
        return self._gathered(self.marks[name])

    def first_by_period(self, name: str) -> list[int]:
        """The groups whose first mark of all is in each period."""
        firsts, earlier = [], 0
        for marked in self.marks[name]:
            firsts.append(marked & ~earlier)
            earlier |= marked
        return self._gathered(firsts)

    def _gathered(self, stretches: Sequence[int]) -> list[int]:
        found = [0] * len(self.periods.starts)
        for place, groups in zip(self.periods.places, stretches, strict=True):
            if place is not None:
                found[place] |= groups
        return found


def build_activity(question: ActivityQuestion, scope: Scope, marks: Marks, needed: str) -> Select[Any]:
    """The statement, whose one row holds columns of packed 64-bit numbers, one for each group of visitors who are
    alike: `<mark>_<n>` are the bits of a mark for the nth 64 of the question's stretches, `size` is how many
    visitors they are. Visitors without the mark `needed` are left out.

    Events are grouped by `anonymous_id`, and only the groups are joined with their links: the marks of several devices
    add up. Large groups come first, so that few are left in the upper planes of the sizes.
    """
    values = _values(question.edges)
    words = len(_words(question.edges))
    names = [f"{name}_{at}" for name in marks for at in range(words)]
    devices = (
        select(events.c.anonymous_id, *_bits(values, words, marks))
        .select_from(events_with_visitors(scope.app_id))
        .where(
            asked_about(question, scope),
            _occurred_at >= named("since", values["since"], _INSTANT),
            _occurred_at < named("until", values["until"], _INSTANT),
            events.c.anonymous_id.is_not(None),
            or_(*marks.values()),
        )
        .group_by(events.c.anonymous_id)
        .cte("devices")
    )
    visitors = (
        select(*(func.coalesce(func.bit_or(devices.c[name]), 0).label(name) for name in names))
        .select_from(with_visitors(devices, scope.app_id))
        .group_by(visitor(devices))
        .cte("visitors")
    )
    alike = (
        select(*visitors.c, func.count().label("size"))
        .where(or_(*(visitors.c[f"{needed}_{at}"] != 0 for at in range(words))))
        .group_by(*visitors.c)
        .order_by(func.count().desc())
        .limit(MAX_GROUPS + 1)
        .cte("alike")
    )
    return select(*(func.string_agg(func.int8send(column), literal(b"")).label(column.name) for column in alike.c))


def _bits(values: Mapping[str, Any], words: int, marks: Marks) -> list[ColumnElement[Any]]:
    """The marks of the events together, as one number for each word."""
    found: list[ColumnElement[Any]] = []
    for name, holds in marks.items():
        for at in range(words):
            inner = named(f"edges_{at}", values[f"edges_{at}"], _INSTANTS)
            bit = literal(1, BigInteger).bitwise_lshift(func.width_bucket(_occurred_at, inner))
            # what holds for all events that are read is not asked again
            within = [_occurred_at >= named(f"from_{at}", values[f"from_{at}"], _INSTANT)] if at else []
            within += [_occurred_at < named(f"to_{at}", values[f"to_{at}"], _INSTANT)] if at < words - 1 else []
            found.append(func.bit_or(bit).filter(and_(holds, *within)).label(f"{name}_{at}"))
    return found


def _words(edges: Sequence[datetime]) -> list[Sequence[datetime]]:
    """The edges of 64 stretches at a time; where one word ends the next begins."""
    return [edges[at : at + WORD + 1] for at in range(0, len(edges) - 1, WORD)]


def _values(edges: Sequence[datetime]) -> dict[str, Any]:
    """The edges under the names that the statement knows them by."""
    values: dict[str, Any] = {"since": edges[0], "until": edges[-1]}
    for at, word in enumerate(_words(edges)):
        values |= {f"from_{at}": word[0], f"to_{at}": word[-1], f"edges_{at}": list(word[1:-1])}
    return values


def read_activity(rows: Rows, periods: Periods, marks: Sequence[str]) -> Activity:
    """The activity that the statement's row tells of, asked for with the edges of `periods`.

    Raises TooLarge.
    """
    [row] = rows
    sizes = row["size"] or b""
    if len(sizes) > MAX_GROUPS * WORD // 8:
        raise TooLarge(
            f"The visitors of this report differ in more than {MAX_GROUPS:,} ways. Ask for a shorter range, a longer"
            " interval, fewer periods, or filter the events."
        )
    stretches = len(periods.places)
    found = {}
    for name in marks:
        words = [planes(row[f"{name}_{at}"] or b"") for at in range(-(-stretches // WORD))]
        found[name] = [plane for word in words for plane in word][:stretches]
    return Activity(periods, found, planes(sizes))
