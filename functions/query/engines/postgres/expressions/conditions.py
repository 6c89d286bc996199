"""What filters become in a statement: expressions that are true or false, never null."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, any_, case, cast, false, func, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from query.engines.postgres.expressions.letter_case import in_one_case
from query.engines.postgres.expressions.properties import OWN, as_json, property_value, text_of
from query.engines.postgres.scope import Members
from query.questions.filters import COHORT, AllOf, AnyOf, Condition, Filter, Filters
from query.questions.letters import folded
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
    if condition.ignore_case and condition.operator != "matches":
        return _compares_alike(condition)
    value = property_value(condition.property)
    match condition.operator:
        case "isSet":
            return value.is_not(None)
        case "isNotSet":
            return value.is_(None)
        case "is":
            return _equals(value, condition.values())
        case "isNot":
            return not_(_equals(value, condition.values()))
        case "contains":
            return _is_text(value, _contains(text_of(value), condition.values()))
        case "notContains":
            return not_(_is_text(value, _contains(text_of(value), condition.values())))
        case "startsWith":
            return _is_text(value, _starts(text_of(value), condition.values()))
        case "endsWith":
            return _is_text(value, _ends(text_of(value), condition.values()))
        case "matches":
            return _matches(value, condition)
        case "has":
            return _has(value, condition.values())
        case "between":
            least, greatest = condition.values()
            return and_(_is_beyond(value, "gte", least), _is_beyond(value, "lte", greatest))
        case operator:
            return _is_beyond(value, operator, condition.value)


def _compares_alike(condition: Filter) -> ColumnElement[bool]:
    """As `_compares`, letters without their case: what is found is written as the values given are, once they are
    folded."""
    value, given = property_value(condition.property), condition.values()
    texts = [folded(one) for one in given if isinstance(one, str)]
    text = in_one_case(text_of(value), given)
    match condition.operator:
        case "contains":
            return _is_text(value, _contains(text, texts))
        case "notContains":
            return not_(_is_text(value, _contains(text, texts)))
        case "startsWith":
            return _is_text(value, _starts(text, texts))
        case "endsWith":
            return _is_text(value, _ends(text, texts))
        case "has":
            is_list = func.jsonb_typeof(value) == "array"
            inside = cast(in_one_case(case((is_list, cast(value, Text))), given), JSONB)
            return _has(inside, [folded(one) if isinstance(one, str) else one for one in given])
        case operator:
            others = [one for one in given if not isinstance(one, str)]
            found = or_(_is_text(value, _is_any(text, texts)), _equals(value, others))
            return found if operator == "is" else not_(found)


def _equals(value: ColumnElement[Any], given: list[Any]) -> ColumnElement[bool]:
    """Equal as JSON: 1 is 1.0, and no text is ever a number. Of many values Postgres makes a table of hashes."""
    if len(given) > 1:
        return func.coalesce(value == any_(_written(given)), False)
    return or_(False, *(value.is_not_distinct_from(as_json(one)) for one in given))


def _has(value: ColumnElement[Any], given: list[Any]) -> ColumnElement[bool]:
    """A list in which one of the values stands, equal as JSON; not in a list within it."""
    contains = value.op("@>", is_comparison=True)(any_(_written([[one] for one in given])))
    return case((func.jsonb_typeof(value) == "array", contains), else_=false())


def _written(given: list[Any]) -> ColumnElement[Any]:
    return cast(literal([json.dumps(one) for one in given], ARRAY(Text)), ARRAY(JSONB))


def _is_any(text: ColumnElement[str], texts: list[str]) -> ColumnElement[bool]:
    many = len(texts) > 1
    return text == any_(literal(texts, ARRAY(Text))) if many else or_(false(), *(text == one for one in texts))


def _equals_own(column: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    """As `_equals`, for an event's own texts: they are in the index, and compared as such at a fraction of the cost."""
    texts = [one for one in condition.values() if isinstance(one, str)]
    alike = condition.ignore_case
    found = _is_any(in_one_case(column, texts), [*map(folded, texts)]) if alike else _is_any(column, texts)
    if column is not OWN["$name"]:  # that alone is never null
        found = func.coalesce(found, False)
    return found if condition.operator == "is" else not_(found)


def _contains(text: ColumnElement[str], given: list[str]) -> ColumnElement[bool]:
    if len(given) > 1:
        return _is_like_any(text, [f"%{_as_pattern(one)}%" for one in given])
    return func.strpos(text, given[0]) > 0


def _starts(text: ColumnElement[str], given: list[str]) -> ColumnElement[bool]:
    if len(given) > 1:
        return _is_like_any(text, [f"{_as_pattern(one)}%" for one in given])
    return func.starts_with(text, given[0])


def _ends(text: ColumnElement[str], given: list[str]) -> ColumnElement[bool]:
    if len(given) > 1:
        return _is_like_any(text, [f"%{_as_pattern(one)}" for one in given])
    return func.right(text, len(given[0])) == given[0]


def _matches(value: ColumnElement[Any], condition: Filter) -> ColumnElement[bool]:
    from query.engines.postgres.expressions.patterns import is_found_in  # few questions have patterns

    [pattern] = condition.values()
    return _is_text(value, is_found_in(text_of(value), pattern, condition.ignore_case))


def _is_like_any(text: ColumnElement[str], patterns: list[str]) -> ColumnElement[bool]:
    """Whether the text is like one of many: it is looked up once, and the statement does not grow with them."""
    found: ColumnElement[bool] = text.op("LIKE", is_comparison=True)(any_(literal(patterns, ARRAY(Text))))
    return found


def _as_pattern(text: str) -> str:
    """The text as LIKE takes it by the letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_text(value: ColumnElement[Any], test: ColumnElement[bool]) -> ColumnElement[bool]:
    return case((func.jsonb_typeof(value) == "string", test), else_=false())


def _is_beyond(value: ColumnElement[Any], operator: str, limit: Any) -> ColumnElement[bool]:
    """Numbers compare with numbers; texts with texts, letter by letter, which is the order of ISO 8601 times."""
    left: ColumnElement[Any]
    right: ColumnElement[Any]
    if isinstance(limit, str):
        kind, left, right = "string", text_of(value).collate("C"), literal(limit, Text)
    else:
        kind, left, right = "number", value, as_json(limit)
    test = {"gt": left > right, "gte": left >= right, "lt": left < right, "lte": left <= right}[operator]
    return case((func.jsonb_typeof(value) == kind, test), else_=false())
