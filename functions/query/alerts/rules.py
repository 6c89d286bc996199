"""When an alert tells: by a bound on a number, or by a schedule."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from query.questions.words import Words
from spoor.time import Interval

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Against = Literal["before", "weekBefore"]
Bound = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]

_KINDS = ("above", "below", "changed_by", "silent_for")


class When(Words):
    """A bound on the number: exactly one of the first four. The number is that of the last whole period, by `every`."""

    above: Annotated[Bound | None, Field(description="Told when the number is larger.")] = None
    below: Annotated[Bound | None, Field(description="Told when it is smaller.")] = None
    changed_by: Annotated[
        Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] | None,
        Field(description="Told when it has changed by so much, as a share: 0.3 is 30 percent, up or down."),
    ] = None
    silent_for: Annotated[
        Annotated[int, Field(ge=10, le=43_200)] | None,
        Field(description="Told when the number has been 0 for so many minutes: nothing has arrived."),
    ] = None
    every: Annotated[Interval | None, Field(description="Which periods are looked at; a day where it is not said.")] = (
        None
    )
    against: Annotated[
        Against | None,
        Field(description="What `changedBy` compares with: the period before, or the same one a week before."),
    ] = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in _KINDS) != 1:
            raise ValueError("give exactly one of `above`, `below`, `changedBy` and `silentFor`")
        if self.silent_for is not None and self.every is not None:
            raise ValueError("`silentFor` looks back from now, and has no `every`")
        if self.changed_by is None and self.against is not None:
            raise ValueError("only `changedBy` is `against` something")
        return self

    @property
    def interval(self) -> Interval:
        """The length of its periods."""
        return self.every or "day"


class Schedule(Words):
    """A digest: the number of the last whole period, told at a time of the day in the alert's zone."""

    every: Literal["day", "week", "month"] = "day"
    at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="As clocks show it.")] = "08:00"
    on: Annotated[Weekday | None, Field(description="Of a digest each week; monday where it is not said.")] = None

    @model_validator(mode="after")
    def _check_weekday(self) -> Self:
        if self.on is not None and self.every != "week":
            raise ValueError("only a digest each week has a day that it comes `on`")
        return self

    @property
    def interval(self) -> Interval:
        """The length of its periods."""
        return self.every


Rule = When | Schedule


def kept(rule: Rule) -> dict[str, Any]:
    """The rule as it is kept."""
    return {"schedule" if isinstance(rule, Schedule) else "when": rule.model_dump(by_alias=True, exclude_none=True)}


def read(said: dict[str, Any]) -> Rule:
    """The rule that was kept so."""
    if "schedule" in said:
        return Schedule.model_validate(said["schedule"])
    return When.model_validate(said["when"])
