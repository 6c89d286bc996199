"""What an event tells: its values of several properties, as the text of one JSON list."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, any_, case, cast, distinct, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from query.engines.postgres.expressions.choice import asked_about, matches
from query.engines.postgres.expressions.properties import as_json, property_found
from query.engines.postgres.scope import PostgresScope
from query.questions.filters import cohorts_named
from query.reports.changes.usual_properties import MOST_SEEN
from query.reports.choice import EventChoice
from query.reports.report import ReportQuestion
from spoor.schema import events

_LONGEST = 8_000
"""In characters: what is longer is cut, and so tells nothing."""
_INSTANT = TIMESTAMP(timezone=True)


def told(properties: Sequence[str]) -> ColumnElement[str]:
    """The text, in the order of the properties; null where one is missing."""
    values = [func.coalesce(property_found(name), as_json(None)) for name in properties]
    return func.left(cast(func.jsonb_build_array(*values), Text), _LONGEST).collate("C")


def seen(question: ReportQuestion, choice: EventChoice, scope: PostgresScope) -> Select[Any]:
    """The statement that tells which properties there are: those with texts and truth values among the newest events
    that are asked about, how many `events` have one, and how many different ones, `kinds`."""
    source = scope.subject.events(scope.app_id, linked=bool(cohorts_named(question)))
    newest = (
        select(events.c.properties)
        .select_from(source)
        .where(
            asked_about(question, scope),
            matches(choice, scope),
            events.c.occurred_at >= literal(question.start, _INSTANT),
            events.c.occurred_at < literal(question.end, _INSTANT),
        )
        .order_by(events.c.occurred_at.desc())
        .limit(MOST_SEEN)
        .subquery("newest")
    )
    is_object = func.jsonb_typeof(newest.c.properties) == "object"
    given = case((is_object, newest.c.properties), else_=cast(literal("{}", Text), JSONB))
    pair = func.jsonb_each(given).table_valued("key", "value").render_derived("pair").lateral()
    kind = func.jsonb_typeof(cast(pair.c.value, JSONB))
    return (
        select(
            pair.c.key.label("name"), func.count().label("events"), func.count(distinct(pair.c.value)).label("kinds")
        )
        .select_from(newest.join(pair, true()))
        .where(kind == any_(literal(["string", "boolean"], ARRAY(Text))))
        .group_by(pair.c.key)
    )
