"""What filters become in a statement: expressions that are true or false, never null."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, any_, case, cast, false, func, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from query.engines.postgres.expressions.properties import OWN, as_json, property_value, text_of
from query.engines.postgres.scope import Members
from query.questions.filters import COHORT, AllOf, AnyOf, Condition, Filter, Filters
from spoor.visitor import visitor


def holds(filters: Filters, members: Members) -> ColumnElement[bool]:
    """Whether all of `filters` hold for an event of `events_with_visitors`."""
    return and_(true(), *(_holds(each, members) for each in filters)) if filters else true()


def _holds(condition: Condition, members: Members) -> ColumnElement[bool]:
    match condition:
        case AnyOf(any=conditions):
            return or_(False, *(_holds(each, members) for each in conditions))
        case AllOf(all=conditions):
            return holds(conditions, members)
        case Filter(property=name) if name == COHORT:
            return _belongs(condition, members)
        case _:
            return _compares(condition)


def _belongs(condition: Filter, members: Members) -> ColumnElement[bool]:
    inside = or_(False, *(visitor().in_(members[UUID(value)]) for value in condition.values()))
    found = func.coalesce(inside, False)
    return found if condition.operator == "is" else not_(found)


def _compares(condition: Filter) -> ColumnElement[bool]:
    if condition.property in OWN and condition.operator in ("is", "isNot"):
        return _equals_own(OWN[condition.property], condition)
    value = property_value(condition.property)
    match condition.operator:
        case "isSet":
            return value.is_not(None)
        case "isNotSet":
            return value.is_(None)
        case "is":
            return _equals(value, condition)
        case "isNot":
            return not_(_equals(value, condition))
        case "contains":
            return _contains(value, condition)
        case "notContains":
            return not_(_contains(value, condition))
        case "startsWith":
            return _starts(value, condition)
        case _:
            return _is_beyond(value, condition)


def _equals(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    """Equal as JSON: 1 is 1.0, and no text is ever a number. Of many values Postgres makes a table of hashes."""
    given = condition.values()
    if len(given) > 1:
        written = literal([json.dumps(one) for one in given], ARRAY(Text))
        return func.coalesce(value == any_(cast(written, ARRAY(JSONB))), False)
    return or_(False, *(value.is_not_distinct_from(as_json(one)) for one in given))


def _equals_own(column: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    """As `_equals`, for an event's own texts: they are in the index, and compared as such at a fraction of the cost."""
    texts = [one for one in condition.values() if isinstance(one, str)]
    many = len(texts) > 1
    found: ColumnElement[bool] = (
        column == any_(literal(texts, ARRAY(Text))) if many else or_(false(), *(column == one for one in texts))
    )
    if column is not OWN["$name"]:  # that alone is never null
        found = func.coalesce(found, False)
    return found if condition.operator == "is" else not_(found)


def _contains(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    given = condition.values()
    if len(given) > 1:
        return _is_text(value, _is_like_any(value, [f"%{_as_pattern(one)}%" for one in given]))
    return _is_text(value, func.strpos(text_of(value), given[0]) > 0)


def _starts(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    given = condition.values()
    if len(given) > 1:
        return _is_text(value, _is_like_any(value, [f"{_as_pattern(one)}%" for one in given]))
    return _is_text(value, func.starts_with(text_of(value), given[0]))


def _is_like_any(value: ColumnElement[Any], patterns: list[str]) -> ColumnElement[bool]:
    """Whether the text is like one of many: it is looked up once, and the statement does not grow with them."""
    found: ColumnElement[bool] = text_of(value).op("LIKE", is_comparison=True)(any_(literal(patterns, ARRAY(Text))))
    return found


def _as_pattern(text: str) -> str:
    """The text as LIKE takes it by the letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_text(value: ColumnElement[Any], test: ColumnElement[bool]) -> ColumnElement[bool]:
    return case((func.jsonb_typeof(value) == "string", test), else_=false())


def _is_beyond(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    """Numbers compare with numbers; texts with texts, letter by letter, which is the order of ISO 8601 times."""
    limit = condition.value
    left: ColumnElement[Any]
    right: ColumnElement[Any]
    if isinstance(limit, str):
        kind, left, right = "string", text_of(value).collate("C"), literal(limit, Text)
    else:
        kind, left, right = "number", value, as_json(limit)
    test = {"gt": left > right, "gte": left >= right, "lt": left < right, "lte": left <= right}[condition.operator]
    return case((func.jsonb_typeof(value) == kind, test), else_=false())
