"""Values that a filter compares with, by their JSON types."""

from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag

from query.questions.words import Text

MOST_VALUES = 100
LONGEST_VALUE = 1000
_LARGEST_WHOLE = 10**30


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
    Annotated[Text, Field(max_length=LONGEST_VALUE), Tag("(text)")]
    | Annotated[bool, Tag("(truth)")]
    | Annotated[_Number, Tag("(number)")],
    Discriminator(_type_of, "scalar", "give a text, a number, true or false"),
]
_Many = Annotated[list[Scalar], Field(min_length=1, max_length=MOST_VALUES)]
Value = Annotated[Annotated[Scalar, Tag("(one)")] | Annotated[_Many, Tag("(many)")], Discriminator(_one_or_many)]
