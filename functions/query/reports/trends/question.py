"""What trends can be asked."""

from datetime import datetime
from functools import cached_property
from math import prod
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationError, ValidationInfo, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from query.questions.comparison import Comparing, Span, of_compared
from query.questions.filters import EventProperty
from query.questions.words import Label, Words
from query.reports.breakdown import Breakdown
from query.reports.choice import EventChoice
from query.reports.intervals import Grid, Intervalled, check_buckets, grid_of
from query.reports.trends.formula import MOST_CHARACTERS, parse
from spoor.time import Buckets, buckets

MAX_SERIES = 10
MAX_FORMULAS = 10
MAX_VALUES = 200_000
"""How many numbers an answer may hold at most; as JSON they are some megabytes."""

Measure = Literal[
    "total", "visitors", "sessions", "perVisitor", "sum", "avg", "min", "max", "median", "p90", "p95", "p99"
]
OF_NUMBERS = {"sum", "avg", "min", "max"}
PERCENTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}


_WEIGHTS = {
    "total": (2, 4),
    "visitors": (8, 50),
    "perVisitor": (10, 50),
    "sessions": (15, 55),
    **dict.fromkeys(OF_NUMBERS, (8, 12)),
    **dict.fromkeys(PERCENTILES, (40, 60)),
}
"""What an event costs each series, without a breakdown and with one."""


def _property_fits(name: str | None, info: ValidationInfo) -> str | None:
    measure = info.data.get("measure")
    if measure is None:
        return name
    needed = measure in OF_NUMBERS or measure in PERCENTILES
    if needed and name is None:
        raise ValueError(f"`{measure}` is measured over a property; name it")
    if name is not None and not needed:
        raise ValueError(f"`{measure}` is not measured over a property; leave it out")
    return name


class Series(EventChoice):
    """One line of the chart: which events, and what is measured of them."""

    measure: Measure = "total"
    property: Annotated[EventProperty | None, AfterValidator(_property_fits)] = Field(None, validate_default=True)


class Formula(Words):
    """A line computed from series, which are called A, B, C… in their order; `label` is what the answer calls it."""

    expression: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]
    label: Label | None = None


def _readable(formulas: list[Formula], info: ValidationInfo) -> list[Formula]:
    """Refuse what is no formula of the question's series; series that were refused themselves are not counted."""
    problems: list[InitErrorDetails] = []
    if series := info.data.get("series"):
        for at, formula in enumerate(formulas):
            try:
                parse(formula.expression, len(series))
            except ValueError as error:
                told = PydanticCustomError("formula", "{told}", {"told": str(error)})
                problems.append({"type": told, "loc": (at, "expression"), "input": formula.expression})
    if problems:
        raise ValidationError.from_exception_data("formulas", problems)
    return formulas


def _one_or_two(given: Any) -> str:
    return "(two)" if isinstance(given, list) else "(one)"


OneOrTwo = Annotated[
    Annotated[Breakdown, Tag("(one)")] | Annotated[list[Breakdown], Field(min_length=2, max_length=2), Tag("(two)")],
    Discriminator(_one_or_two),
]


class TrendsQuestion(Intervalled, Comparing):
    """`POST /api/apps/{appId}/reports/trends`."""

    series: Annotated[list[Series], Field(min_length=1, max_length=MAX_SERIES)]
    breakdown: OneOrTwo | None = None
    formulas: Annotated[list[Formula], Field(max_length=MAX_FORMULAS), AfterValidator(_readable)] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _check_values(self) -> Self:
        if self.compared_with:
            with of_compared():
                check_buckets(*self.compared_with, self.interval)
        lines = (len(self.series) + len(self.formulas)) * prod(each.limit + 1 for each in self.breakdowns)
        values = lines * sum(len(period.starts) for period in self.periods)
        if values > MAX_VALUES:
            raise ValueError(
                f"the answer could have {values} values, and {MAX_VALUES} is the most; ask for fewer series, "
                "a lower `limit` of the breakdown, a longer interval or a shorter range"
            )
        return self

    def weights(self) -> dict[str, int]:
        """Besides, what is measured, which a breakdown makes dearer."""
        found = super().weights()
        apart = len(self.breakdowns)
        measured = sum(_WEIGHTS[each.measure][apart > 0] for each in self.series) * max(1, 2 * apart - 1)
        of = {"breakdown": weight} if (weight := sum(each.weight() for each in self.breakdowns)) else {}
        return {**found, "series": found.get("series", 0) + measured, **of}

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """By what lines are told apart: nothing, one or two."""
        if self.breakdown is None:
            return []
        return self.breakdown if isinstance(self.breakdown, list) else [self.breakdown]

    @cached_property
    def before(self) -> Buckets:
        """The buckets of the period that the range is compared with; none where it is not."""
        if self.compared_with is None:
            return Buckets([], [], [])
        return buckets(*self.compared_with, self.interval, self.zone, self.week_start)

    @cached_property
    def periods(self) -> list[Buckets]:
        """The previous period, which may be empty, and the range itself."""
        return [self.before, self.calendar]

    @cached_property
    def earliest(self) -> datetime:
        """The first instant that is looked at together with the range."""
        return self.compared_with.start if self.compared_with and self.apart is None else self.start

    @cached_property
    def apart(self) -> Span | None:
        """The period that the range is compared with, where it has to be looked at apart from the range: both need not
        meet, and each looks for the sessions and the first events of its own."""
        together = self.compare == "previous" and all(each.of == "event" for each in self.breakdowns)
        return None if together else self.compared_with

    @cached_property
    def grid(self) -> Grid:
        """Where events are sorted in: the buckets of the range, and of what is looked at together with it."""
        now = grid_of(self.calendar, self.start, self.first)
        if self.apart or self.compared_with is None:
            return now
        before = grid_of(self.before, self.earliest)
        return Grid([*before.edges, *now.edges], [*before.places, *now.places])

    @cached_property
    def grid_apart(self) -> Grid:
        """Where the events of a period apart are sorted in."""
        return grid_of(self.before, self.apart.start) if self.apart else Grid([], [])

    @property
    def first(self) -> int:
        """The first bucket of the range itself."""
        return len(self.before.starts)

    @property
    def ranks_together(self) -> bool:
        """Whether all series tell the same values of the breakdown apart: what formulas put together has to be about
        the same ones, and so has what two breakdowns do."""
        return bool(self.formulas) or len(self.breakdowns) > 1

    def measured(self, *measures: str) -> list[int]:
        """The places of the series that are measured so."""
        return [at for at, series in enumerate(self.series) if series.measure in measures]

    @property
    def has_one_bucket(self) -> bool:
        """Whether all of what is asked is in one bucket."""
        return not self.before.starts and len(self.calendar.starts) == 1
