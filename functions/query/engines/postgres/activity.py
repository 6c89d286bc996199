"""Sets a bit for each visitor and stretch of time, and sends the bits of visitors who are alike together."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    LargeBinary,
    Select,
    Subquery,
    and_,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from query.engines.postgres.expressions.choice import asked_about
from query.engines.postgres.integers import integers
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import bounds_of, shape_of
from query.reports.activity import Activity, ActivityQuestion
from query.reports.periods import Periods
from query.reports.planes import WORD, planes
from query.reports.told_groups import told_groups
from spoor.database import Row
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.statements import named

MAX_GROUPS = 1_000_000

_occurred_at = events.c.occurred_at
_INSTANT = TIMESTAMP(timezone=True)
_INSTANTS = ARRAY(_INSTANT)

Marks = Mapping[str, ColumnElement[bool]]
"""What is marked, by name: a visitor's bit for a stretch is set by an event in it for which the condition holds."""


@dataclass(frozen=True, slots=True)
class Told:
    """`rows` have a visitor each, a `value` that they are told apart by, and when (`at`), each value of each visitor as
    often as it is the one in another stretch; `shown` is the JSON of a value."""

    rows: Subquery
    shown: Callable[[ColumnElement[Any]], ColumnElement[str]]


def build_activity(
    question: ActivityQuestion, scope: PostgresScope, marks: Marks, needed: str, told: Told | None = None
) -> Select[Any]:
    """The statement, whose one row holds columns of packed 64-bit numbers, one for each group of visitors who are
    alike: `<mark>_<n>` are the bits of a mark for the nth 64 of the question's stretches, `size` is how many
    visitors they are. Visitors without the mark `needed` are left out.

    With what they are `told` apart by, there is a group for each value of each visitor, the bits of the mark `told` say
    in which stretches it is the one, and `said` are the values' JSON with NUL between them.

    Events are grouped by `anonymous_id`, and only the groups are joined with their links: the marks of several devices
    add up. Large groups come first, so that few are left in the upper planes of the sizes.
    """
    values = _values(question.edges)
    words = len(_words(question.edges))
    names = [f"{name}_{at}" for name in marks for at in range(words)]
    devices = (
        select(scope.subject.id, *_bits(values, words, marks))
        .select_from(scope.subject.events(scope.app_id))
        .where(
            asked_about(question, scope),
            _occurred_at >= named("since", values["since"], _INSTANT),
            _occurred_at < named("until", values["until"], _INSTANT),
            scope.subject.id.is_not(None),
            or_(*marks.values()),
        )
        .group_by(scope.subject.id)
        .cte("devices")
    )
    whose = [] if told is None else [scope.subject.who_of(devices).label("visitor")]
    visitors = (
        select(*whose, *(func.coalesce(func.bit_or(devices.c[name]), 0).label(name) for name in names))
        .select_from(scope.subject.resolved(devices, scope.app_id))
        .group_by(scope.subject.who_of(devices))
        .cte("visitors")
    )
    if told is not None:
        visitors = _told(visitors, told, values, words)
    alike = (
        select(*visitors.c, func.count().label("size"))
        .where(or_(*(visitors.c[f"{needed}_{at}"] != 0 for at in range(words))))
        .group_by(*visitors.c)
        .order_by(func.count().desc())
        .limit(MAX_GROUPS + 1)
        .cte("alike")
    )
    bits = [column for column in alike.c if column.key != "value"]
    packed = [func.string_agg(func.int8send(column), literal(b"")).label(column.name) for column in bits]
    if told is not None:
        said = func.textsend(told.shown(alike.c.value))
        packed.append(func.string_agg(said, literal(b"\0", LargeBinary)).label("said"))
    return select(*packed)


def _told(visitors: CTE, told: Told, values: Mapping[str, Any], words: int) -> CTE:
    """Visitors once for each of their values, with its bits."""
    bits = _bits(values, words, {"told": true()}, told.rows.c.at)
    by_value = (
        select(told.rows.c.visitor, told.rows.c.value, *bits)
        .group_by(told.rows.c.visitor, told.rows.c.value)
        .subquery("by_value")
    )
    marks = [each for each in visitors.c if each.key != "visitor"]
    known = [func.coalesce(by_value.c[f"told_{at}"], 0).label(f"told_{at}") for at in range(words)]
    joined = visitors.join(by_value, by_value.c.visitor == visitors.c.visitor)
    return select(*marks, *known, by_value.c.value).select_from(joined).cte("told")


def _bits(
    values: Mapping[str, Any], words: int, marks: Marks, occurred_at: ColumnElement[Any] = events.c.occurred_at
) -> list[ColumnElement[Any]]:
    """The marks of the events together, as one number for each word."""
    found: list[ColumnElement[Any]] = []
    for name, holds in marks.items():
        for at in range(words):
            inner = named(f"edges_{at}", values[f"edges_{at}"], _INSTANTS)
            bit = literal(1, BigInteger).bitwise_lshift(func.width_bucket(occurred_at, inner))
            # what holds for all events that are read is not asked again
            within = [occurred_at >= named(f"from_{at}", values[f"from_{at}"], _INSTANT)] if at else []
            within += [occurred_at < named(f"to_{at}", values[f"to_{at}"], _INSTANT)] if at < words - 1 else []
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


def activity_shape(question: ActivityQuestion) -> Hashable:
    """The text depends on the number of words, too."""
    return shape_of(question), len(_words(question.edges))


def activity_bounds(question: ActivityQuestion, scope: PostgresScope) -> dict[str, Any]:
    """The edges as well, word by word."""
    return {**bounds_of(question, scope), **_values(question.edges)}


def read_activity(rows: Sequence[Row], periods: Periods, marks: Sequence[str]) -> Activity:
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
    if "said" not in row:
        return Activity(periods, found, planes(sizes))
    said = row["said"].decode().split("\0") if row["said"] is not None else []
    return Activity(periods, found, planes(sizes), told_groups(said, integers(sizes)))
