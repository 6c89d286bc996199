"""Comparison: the range that a question's own range is compared with, by a word or as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from query.questions.words import From, Ranged, To, Words, instant
from spoor.time import months_before, period_before, zone_called

CompareWord = Literal["previous", "previousMonth", "previousYear"]
_MONTHS = {"previousMonth": 1, "previousYear": 12}


class Span(NamedTuple):
    """From one instant up to, and without, another."""

    start: datetime
    end: datetime


@contextmanager
def of_compared() -> Iterator[None]:
    """Say of what is wrong with a range that it is the other one: raise the ValueError of the block so."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"of `compare`: {error}") from None


class OtherRange(Words):
    """Any range, read in the question's time zone."""

    from_: From = Field(alias="from")
    to: To


def _form(given: Any) -> str | None:
    """Which form a comparison has. The tags stand in brackets, which keeps them out of the paths of errors."""
    if isinstance(given, str):
        return "(word)"
    return "(range)" if isinstance(given, dict | OtherRange) else None


def _readable(compare: CompareWord | OtherRange | None, info: ValidationInfo) -> CompareWord | OtherRange | None:
    """Refuse a range that is none in the question's zone; a zone that was refused itself is not judged again."""
    zone = info.data.get("timezone")
    if zone is None or not isinstance(compare, OtherRange):
        return compare
    found: dict[str, datetime] = {}
    problems: list[InitErrorDetails] = []
    for place, text in (("from", compare.from_), ("to", compare.to)):
        try:
            found[place] = instant(text, zone_called(zone))
        except ValueError as error:
            problems.append(_problem(place, text, str(error)))
    if not problems and found["from"] > found["to"]:
        problems.append(_problem("to", compare.to, "`from` must not lie after `to`"))
    if problems:
        raise ValidationError.from_exception_data("compare", problems)
    return compare


def _problem(place: str, given: str, told: str) -> InitErrorDetails:
    return {"type": PydanticCustomError("range", "{told}", {"told": told}), "loc": (place,), "input": given}


Compare = Annotated[
    Annotated[CompareWord, Tag("(word)")] | Annotated[OtherRange, Tag("(range)")],
    Discriminator(_form, "comparison", "give `previous`, `previousMonth`, `previousYear`, or a range {from, to}"),
]


class Comparing(Ranged):
    """A question about a range, and the same about another one where `compare` says so."""

    compare: Annotated[Compare | None, AfterValidator(_readable)] = None

    @cached_property
    def compared_with(self) -> Span | None:
        """The range that the question's own is compared with, if it is. Both may overlap, or lie apart."""
        match self.compare:
            case None:
                return None
            case OtherRange():
                return Span(instant(self.compare.from_, self.zone), instant(self.compare.to, self.zone))
            case "previous":
                return Span(period_before(self.start, self.end, self.zone), self.start)
            case word:
                return Span(*months_before(self.start, self.end, self.zone, _MONTHS[word]))

    def over(self, span: Span) -> Self:
        """The same question of another range, compared with nothing."""
        words = {name: getattr(self, name) for name in type(self).model_fields}
        said = {"from_": span.start.isoformat(), "to": span.end.isoformat(), "compare": None}
        asked = type(self).model_construct(_fields_set=set(self.model_fields_set), **{**words, **said})
        asked.__dict__.update(start=span.start, end=span.end)  # as they are: texts may not say any that is too early
        return asked
