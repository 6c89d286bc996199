"""Filters: conditions on an event's properties, in the words of a question."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from query.words import Text, Words

MOST_CONDITIONS = 50
DEEPEST_GROUP = 3
MOST_VALUES = 100

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
    if "" in name.split("."):
        raise ValueError("a dot stands between two keys; none may be empty")
    return name


PropertyName = Annotated[Text, Field(min_length=1, max_length=200), AfterValidator(_levels)]
"""A key of `properties`; dots reach into nested objects. `$name` and `$anonymousId` are the event's own."""


def _of_events(name: str) -> str:
    if name == COHORT:
        raise ValueError(f"`{COHORT}` is for filters; events have no such property")
    return name


EventProperty = Annotated[PropertyName, AfterValidator(_of_events)]
"""Where a value is wanted: what can only be filtered by has none."""

_Number = Annotated[int, Field(ge=-(10**30), le=10**30)] | Annotated[float, Field(allow_inf_nan=False)]
Scalar = Annotated[Text, Field(max_length=1000)] | bool | _Number


def _plain(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """One refusal for all forms: pydantic would give one a form, under names of its own."""
    try:
        return read(given)
    except ValidationError:
        raise ValueError(
            "must be a text (of at most 1000 characters, without NUL), a number, true or false, "
            f"or a list of 1 to {MOST_VALUES} of these"
        ) from None


Value = Annotated[Scalar | Annotated[list[Scalar], Field(min_length=1, max_length=MOST_VALUES)], WrapValidator(_plain)]


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
    if sum(1 for _ in _each(conditions)) > MOST_CONDITIONS:
        raise ValueError(f"there are more than {MOST_CONDITIONS} conditions")
    if _depth(conditions) > DEEPEST_GROUP:
        raise ValueError(f"groups lie more than {DEEPEST_GROUP} deep in one another")
    return conditions


Filters = Annotated[list[Condition], Field(max_length=MOST_CONDITIONS), AfterValidator(_bounded)]
"""Conditions that all have to hold; `{"any": […]}` and `{"all": […]}` are groups of them."""


def cohorts_named(part: object) -> set[UUID]:
    """The ids of all cohorts that filters anywhere in a question name."""
    if isinstance(part, Filter):
        return {UUID(value) for value in part.values()} if part.property == COHORT else set()
    if isinstance(part, BaseModel):
        return set().union(*(cohorts_named(getattr(part, name)) for name in type(part).model_fields))
    if isinstance(part, list):
        return set().union(*map(cohorts_named, part))
    return set()


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
