"""Filters: conditions on an event's properties, in the words of a question."""

from collections.abc import Iterator
from math import isfinite
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Discriminator, Field, Tag, model_validator

from query.questions.words import Text, Words

MOST_CONDITIONS = 50
DEEPEST_GROUP = 3
DEEPEST_PROPERTY = 20
LONGEST_PROPERTY = 200
MOST_VALUES = 100
MOST_VALUES_IN_ALL = 2000
"""In a list with its groups, and in a question: many more take Postgres longer to plan than to answer."""
_LARGEST_WHOLE = 10**30

COHORT = "$cohort"
"""Not a property of events: whether their visitor belongs to a cohort, whose id is the value."""

Operator = Literal[
    "is",
    "isNot",
    "contains",
    "notContains",
    "startsWith",
    "gt",
    "gte",
    "lt",
    "lte",
    "isSet",
    "isNotSet",
]
_OF_EQUALITY = {"is", "isNot"}
_OF_TEXT = {"contains", "notContains", "startsWith"}
_OF_PRESENCE = {"isSet", "isNotSet"}


def _levels(name: str) -> str:
    if name.count(".") >= DEEPEST_PROPERTY:
        raise ValueError(f"dots reach {DEEPEST_PROPERTY} keys deep at the most")
    return name


PropertyName = Annotated[Text, Field(max_length=LONGEST_PROPERTY), AfterValidator(_levels)]
"""A key of `properties`; dots reach into nested objects. `$name` and `$anonymousId` are the event's own. Whatever can
be a key is a name, also the empty text, and one with dots at its ends or side by side."""


def _of_events(name: str) -> str:
    if name == COHORT:
        raise ValueError(f"`{COHORT}` is for filters; events have no such property")
    return name


EventProperty = Annotated[PropertyName, AfterValidator(_of_events)]
"""Where a value is wanted: what can only be filtered by has none."""


def _within_reach(number: float) -> float:
    if isinstance(number, int) and abs(number) > _LARGEST_WHOLE:
        raise ValueError("a whole number may have 30 digits at most")
    if not isfinite(number):
        raise ValueError("is beyond what a number can be")
    return number


def _type_of(given: Any) -> str | None:
    """Which JSON type a value has. The tags stand in brackets, which keeps them out of the paths of errors."""
    if isinstance(given, bool):
        return "(truth)"
    if isinstance(given, str):
        return "(text)"
    return "(number)" if isinstance(given, int | float) else None


def _one_or_many(given: Any) -> str:
    return "(many)" if isinstance(given, list) else "(one)"


_Number = Annotated[int | float, AfterValidator(_within_reach)]
Scalar = Annotated[
    Annotated[Text, Field(max_length=1000), Tag("(text)")]
    | Annotated[bool, Tag("(truth)")]
    | Annotated[_Number, Tag("(number)")],
    Discriminator(_type_of, "scalar", "give a text, a number, true or false"),
]
_Many = Annotated[list[Scalar], Field(min_length=1, max_length=MOST_VALUES)]
Value = Annotated[Annotated[Scalar, Tag("(one)")] | Annotated[_Many, Tag("(many)")], Discriminator(_one_or_many)]


class Filter(Words):
    """One condition. `value` is a scalar, or a list of which any may hold; types are those of JSON."""

    property: PropertyName
    operator: Operator
    value: Value | None = None

    @model_validator(mode="after")
    def _check_value(self) -> Self:
        if (self.value is None) != (self.operator in _OF_PRESENCE):
            raise ValueError(f"`{self.operator}` takes {'no' if self.value is not None else 'a'} value")
        if self.operator in _OF_TEXT and not all(isinstance(one, str) for one in self.values()):
            raise ValueError(f"`{self.operator}` compares text; give text, or a list of texts")
        ordered = self.operator not in _OF_TEXT | _OF_EQUALITY | _OF_PRESENCE
        if ordered and (isinstance(self.value, bool | list)):
            raise ValueError(f"`{self.operator}` compares with one number or one text")
        if self.property == COHORT:
            self._check_cohorts()
        return self

    def _check_cohorts(self) -> None:
        if self.operator not in _OF_EQUALITY:
            raise ValueError("a visitor `is` or `isNot` in a cohort; there is no other operator for it")
        for value in self.values():
            try:
                UUID(value)
            except (ValueError, AttributeError, TypeError):
                raise ValueError("the value is the id of a cohort, or a list of such") from None

    def values(self) -> list[Any]:
        """The values of which any may hold; none for an operator that takes none."""
        if self.value is None:
            return []
        return self.value if isinstance(self.value, list) else [self.value]

    def weight(self) -> int:
        """What it costs an event to be judged by it, in tenths of a microsecond: a look at a property, and at each text
        that it may contain. Of values that it may equal there is a table."""
        return 8 + (len(self.values()) * 8 // 10 if self.operator in _OF_TEXT else 0)


class AnyOf(Words):
    """Holds where any of its conditions does."""

    any: Annotated[list["Condition"], Field(min_length=1)]


class AllOf(Words):
    """Holds where all of its conditions do."""

    all: Annotated[list["Condition"], Field(min_length=1)]


def _form(given: Any) -> str:
    """Which form a condition has, as it is asked or once it is read; the tags stand in brackets, which keeps them out
    of the paths of errors."""
    for form, group in (("any", AnyOf), ("all", AllOf)):
        if isinstance(given, group) or (isinstance(given, dict) and form in given):
            return f"({form})"
    return "(filter)"


Condition = Annotated[
    Annotated[Filter, Tag("(filter)")] | Annotated[AnyOf, Tag("(any)")] | Annotated[AllOf, Tag("(all)")],
    Discriminator(_form),
]


def _bounded(conditions: list[Condition]) -> list[Condition]:
    check_values(conditions)
    if sum(1 for _ in _each(conditions)) > MOST_CONDITIONS:
        raise ValueError(f"there are more than {MOST_CONDITIONS} conditions")
    if _depth(conditions) > DEEPEST_GROUP:
        raise ValueError(f"groups lie more than {DEEPEST_GROUP} deep in one another")
    return conditions


Filters = Annotated[list[Condition], Field(max_length=MOST_CONDITIONS), AfterValidator(_bounded)]
"""Conditions that all have to hold; `{"any": […]}` and `{"all": […]}` are groups of them."""


def cohorts_named(part: object) -> set[UUID]:
    """The ids of all cohorts that filters anywhere in a question name."""
    return {UUID(value) for each in filters_in(part) if each.property == COHORT for value in each.values()}


def check_values(part: object) -> None:
    """Raise ValueError where filters anywhere in a question have too many values together."""
    found = sum(len(each.values()) for each in filters_in(part))
    if found > MOST_VALUES_IN_ALL:
        raise ValueError(f"the filters have {found} values, and {MOST_VALUES_IN_ALL} is the most")


def filters_in(part: object) -> Iterator[Filter]:
    """All filters of a part of a question, in whatever groups."""
    if isinstance(part, Filter):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from filters_in(getattr(part, name))
    elif isinstance(part, list):
        for each in part:
            yield from filters_in(each)


def _inside(condition: Condition) -> list[Condition]:
    match condition:
        case AnyOf():
            return condition.any
        case AllOf():
            return condition.all
        case _:
            return []


def _each(conditions: list[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        yield from _each(_inside(condition))


def _depth(conditions: list[Condition]) -> int:
    return max((1 + _depth(inside) for each in conditions if (inside := _inside(each))), default=0)
