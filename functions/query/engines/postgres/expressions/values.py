"""Events with the values that they are told apart by: their own, that of their session, or that of their visitor."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, case, cast, func, or_, select
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP, distinct_on

from query.engines.postgres.expressions.breakdown import key, value
from query.engines.postgres.expressions.choice import of_app
from query.engines.postgres.expressions.properties import OWN, as_json
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.engines.postgres.scope import PostgresScope
from query.questions.comparison import Span
from query.reports.breakdown import FIRST_SEEN_WITHIN, Breakdown
from spoor.schema import events
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)
_OF_SESSIONS = ("session", "sessionEnd")


def told_values(breakdowns: Sequence[Breakdown], span: Span, prefix: str = "") -> dict[str, Any]:
    """How far sessions are followed before and behind a span of events, and since when visitors' first events are
    looked for, by the names of these values; none where events are told apart by their own."""
    found: dict[str, Any] = {}
    if any(each.of in _OF_SESSIONS for each in breakdowns):
        found |= {f"{prefix}told_since": span.start - FOLLOWED, f"{prefix}told_until": span.end + FOLLOWED}
    if any(each.of == "visitor" for each in breakdowns):
        found |= {f"{prefix}first_since": span.start - FIRST_SEEN_WITHIN, f"{prefix}first_until": span.end}
    return found


def told(
    columns: Sequence[ColumnElement[Any]],
    wanted: Sequence[ColumnElement[bool]],
    breakdowns: Mapping[str, Breakdown],
    scope: PostgresScope,
    span: Span,
    prefix: str = "",
) -> Select[Any]:
    """The labelled `columns` of the `wanted` events of a span, and for each of the `breakdowns` a column of its name:
    what `breakdown.value` makes the value of."""
    values = told_values([*breakdowns.values()], span, prefix)
    rows = scope.subject.events(scope.app_id)
    keys: dict[str, ColumnElement[Any]] = {}
    for name, each in breakdowns.items():
        if each.of == "visitor":
            first = _first_of_visitors(each, scope, values, prefix).subquery(f"first_{name}")
            rows = rows.outerjoin(first, first.c.visitor == scope.subject.who)
            keys[name] = _or_nothing(each, first.c.key)
        else:
            keys[name] = key(each)
    if not any(each.of in _OF_SESSIONS for each in breakdowns.values()):
        labelled = [found.label(name) for name, found in keys.items()]
        return select(*columns, *labelled).select_from(rows).where(*wanted)
    wide = (
        select(
            *columns,
            *(found.label(name) for name, found in keys.items()),
            scope.subject.who.collate("C").label("whose"),
            events.c.occurred_at.label("happened_at"),
            and_(*wanted).label("is_wanted"),
        )
        .select_from(rows)
        .where(
            of_app(scope),
            events.c.occurred_at >= named(f"{prefix}told_since", values[f"{prefix}told_since"], _INSTANT),
            events.c.occurred_at < named(f"{prefix}told_until", values[f"{prefix}told_until"], _INSTANT),
        )
        .subquery("wide")
    )
    return _of_sessions([each.name for each in columns], wide, breakdowns, scope)


def _of_sessions(
    names: Sequence[str], wide: FromClause, breakdowns: Mapping[str, Breakdown], scope: PostgresScope
) -> Select[Any]:
    """The wanted rows with the keys of the ends of their sessions in the place of their own."""
    before = func.lag(wide.c.happened_at).over(partition_by=wide.c.whose, order_by=wide.c.happened_at)
    beside = select(wide, before.label("before")).subquery("beside")
    gap = named("session_gap", scope.session_gap, INTERVAL)
    begins = or_(beside.c.before.is_(None), beside.c.happened_at - beside.c.before > gap)
    began = func.max(case((begins, beside.c.happened_at))).over(
        partition_by=beside.c.whose, order_by=beside.c.happened_at
    )
    cut = select(beside, began.label("began")).subquery("cut")
    keys = []
    for name, each in breakdowns.items():
        found: ColumnElement[Any] = cut.c[name]
        if each.of in _OF_SESSIONS:
            at = cut.c.happened_at if each.of == "session" else cut.c.happened_at.desc()
            order = [at, *first_at_once(each, found)]
            ends = func.first_value(found).over(partition_by=[cut.c.whose, cut.c.began], order_by=order)
            found = _or_nothing(each, case((cut.c.whose.is_not(None), ends)))
        keys.append(found.label(name))
    of_ends = select(*(cut.c[name] for name in names), *keys, cut.c.is_wanted).subquery("of_ends")
    return select(*(each for each in of_ends.c if each.key != "is_wanted")).where(of_ends.c.is_wanted)


def first_at_once(breakdown: Breakdown, found: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Which of several events at one moment is first: by the text of their values' JSON, a missing one last."""
    given = value(breakdown, found)
    return [given == as_json(None), cast(given, Text).collate("C")]


def _first_of_visitors(
    breakdown: Breakdown, scope: PostgresScope, values: Mapping[str, Any], prefix: str
) -> Select[Any]:
    """The key of each visitor's first event. Ids and keys are grouped first: there are fewer than events."""
    since, until = f"{prefix}first_since", f"{prefix}first_until"
    found = key(breakdown)
    ids = (
        select(scope.subject.id, found.label("key"), func.min(events.c.occurred_at).label("first"))
        .select_from(scope.subject.events(scope.app_id, linked=False))
        .where(
            of_app(scope),
            events.c.occurred_at >= named(since, values[since], _INSTANT),
            events.c.occurred_at < named(until, values[until], _INSTANT),
            scope.subject.id.is_not(None),
        )
        .group_by(scope.subject.id, found)
        .subquery("ids")
    )
    whose = scope.subject.who_of(ids)
    return (
        select(whose.label("visitor"), ids.c.key)
        .select_from(scope.subject.resolved(ids, scope.app_id))
        .ext(distinct_on(whose))
        .order_by(whose, ids.c.first, *first_at_once(breakdown, ids.c.key))
    )


def _or_nothing(breakdown: Breakdown, found: ColumnElement[Any]) -> ColumnElement[Any]:
    """The key, also of events that are nobody's and so have none."""
    return found if breakdown.property in OWN else func.coalesce(found, as_json(None))
