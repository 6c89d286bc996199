"""Filters: conditions on an event's properties, in the words of a question."""

from collections.abc import Iterator
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Discriminator, Field, Tag, model_validator

from query.questions import operators
from query.questions.operators import OF_EQUALITY, Operator
from query.questions.values import Value
from query.questions.words import Text, Words

MOST_CONDITIONS = 50
DEEPEST_GROUP = 3
DEEPEST_PROPERTY = 20
LONGEST_PROPERTY = 200
MOST_VALUES_IN_ALL = 2000
"""In a question: many more take Postgres longer to plan than to answer."""

COHORT = "$cohort"
"""Not a property of events: whether their visitor belongs to a cohort, whose id is the value."""


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


class Filter(Words):
    """One condition. `value` is a scalar, or a list of which any may hold; for `between` it is the least and the
    greatest. Types are those of JSON. `ignore_case` compares letters without their case."""

    property: PropertyName
    operator: Operator
    value: Value | None = None
    ignore_case: bool = False

    @model_validator(mode="after")
    def _check_value(self) -> Self:
        operators.check(self.operator, self.value, self.ignore_case)
        if self.property == COHORT:
            self._check_cohorts()
        return self

    def _check_cohorts(self) -> None:
        if self.operator not in OF_EQUALITY:
            raise ValueError("a visitor `is` or `isNot` in a cohort; there is no other operator for it")
        if self.ignore_case:
            raise ValueError("`ignoreCase` is for comparing text; leave it out for a cohort")
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
        """What it costs an event to be judged by it, in tenths of a microsecond."""
        return operators.weight(self.operator, self.values(), self.ignore_case)


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
