"""The manner of every question: camelCase, no unknown word, no silent conversion, never changed once asked."""

from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from spoor.time import UnknownZone, first_instant, zone_called

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds NUL or half a character")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""Text that Postgres can compare with."""

EventName = Annotated[Text, Field(min_length=1, max_length=200)]
Label = Annotated[Text, Field(min_length=1, max_length=200)]


class Words(BaseModel):
    """A part of a question."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=to_camel)


class Ranged(Words):
    """A question about a range: `[start, end)`, read in `zone`."""

    from_: str = Field(alias="from")
    to: str
    timezone: str = "UTC"

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        if not EARLIEST <= self.start < self.end <= LATEST:
            raise ValueError("`from` must lie before `to`, both between 1970 and 2100")
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of its calendar."""
        try:
            return zone_called(self.timezone)
        except UnknownZone:
            raise ValueError(f"there is no time zone {self.timezone!r}; give one such as Europe/Berlin") from None

    @cached_property
    def start(self) -> datetime:
        """The first instant in it."""
        return instant(self.from_, self.zone, "from")

    @cached_property
    def end(self) -> datetime:
        """The first instant after it."""
        return instant(self.to, self.zone, "to")


def instant(text: str, zone: ZoneInfo, called: str) -> datetime:
    """ISO 8601 with an offset, or a date alone for the beginning of that day in `zone`."""
    try:
        if len(text) == len("2026-01-31"):
            return first_instant(datetime.combine(date.fromisoformat(text), datetime.min.time()), zone)
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            raise ValueError
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"`{called}` must be a date such as 2026-01-31, or ISO 8601 with an offset") from None


def dump(model: Words) -> dict[str, Any]:
    """A part of a question as the JSON it was asked in, without what was not said."""
    return model.model_dump(by_alias=True, exclude_unset=True)
