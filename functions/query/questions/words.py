"""The manner of every question: camelCase, no unknown word, no silent conversion, never changed once asked."""

import warnings
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic.alias_generators import to_camel
from pydantic.warnings import UnsupportedFieldAttributeWarning

from spoor.time import UnknownZone, first_instant, zone_called

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds NUL or half a character")
    return text


def not_blank(text: str) -> str:
    """The text; one of blanks alone raises ValueError."""
    if text.isspace():
        raise ValueError("must not be blank")
    return text


def _known_zone(name: str) -> str:
    try:
        zone_called(name)
    except UnknownZone:
        raise ValueError(f"there is no time zone {name!r}; give one such as Europe/Berlin") from None
    return name


def _readable(text: str, info: ValidationInfo) -> str:
    """Refuse what is no instant in the question's zone; a zone that was refused itself is not judged again."""
    if zone := info.data.get("timezone"):
        instant(text, zone_called(zone))
    return text


def _after_from(text: str, info: ValidationInfo) -> str:
    zone, begin = info.data.get("timezone"), info.data.get("from_")
    if zone and begin and instant(begin, zone_called(zone)) > instant(text, zone_called(zone)):
        raise ValueError("`from` must not lie after `to`")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""Text that Postgres can compare with."""

AnyId = Annotated[Text, Field(min_length=1, max_length=200, description="Any id of a visitor.")]
EventName = Annotated[Text, Field(min_length=1, max_length=200, description="The name of an event.")]
Label = Annotated[Text, Field(min_length=1, max_length=200, description="What the answer calls it.")]
Name = Annotated[
    Text, Field(min_length=1, max_length=100, description="What its owner calls it."), AfterValidator(not_blank)
]
"""What an owner calls a thing of theirs."""

Zone = Annotated[
    str,
    Field(max_length=64, description="A time zone by its IANA name, in which dates and intervals are read."),
    AfterValidator(_known_zone),
]
_INSTANT = "a date, which is its midnight in `timezone`, or ISO 8601, which without an offset is what its clocks show."
From = Annotated[
    str, Field(max_length=64, description=f"The first instant of the range: {_INSTANT}"), AfterValidator(_readable)
]
To = Annotated[
    str,
    Field(max_length=64, description=f"The first instant after the range: {_INSTANT}"),
    AfterValidator(_readable),
    AfterValidator(_after_from),
]


# FastAPI hands pydantic names that it has no use for, and hushes it while it builds a model: these are built later.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)


class Words(BaseModel):
    """A part of a question. What reads it is built when it is first asked: that of all questions would take long."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=to_camel, defer_build=True)


class Ranged(Words):
    """A question about a range: `[start, end)`, read in `zone`. The zone stands first, since the others are read in
    it."""

    timezone: Zone = "UTC"
    from_: From = Field(alias="from")
    to: To

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of its calendar."""
        return zone_called(self.timezone)

    @cached_property
    def start(self) -> datetime:
        """The first instant in it."""
        return instant(self.from_, self.zone)

    @cached_property
    def end(self) -> datetime:
        """The first instant after it."""
        return instant(self.to, self.zone)


class QueryString(Words):
    """A question in a query string, where numbers come as text."""

    model_config = ConfigDict(strict=False)


class OpenRange(QueryString):
    """A question about a range that may be open at either end."""

    timezone: Zone = "UTC"
    from_: From | None = Field(None, alias="from")
    to: To | None = None

    @property
    def start(self) -> datetime | None:
        """The first instant in it, if it has one."""
        return instant(self.from_, zone_called(self.timezone)) if self.from_ else None

    @property
    def end(self) -> datetime | None:
        """The first instant after it, if it has one."""
        return instant(self.to, zone_called(self.timezone)) if self.to else None


def _an_instant(text: str) -> str:
    instant(text, zone_called("UTC"))
    return text


Since = Annotated[
    str,
    Field(max_length=64, description="ISO 8601, in UTC without an offset, or a date for its midnight in UTC."),
    AfterValidator(_an_instant),
]
"""From when on."""


def read_since(said: str | None) -> datetime | None:
    """The instant of a Since, if there is one."""
    return None if said is None else instant(said, zone_called("UTC"))


def instant(text: str, zone: ZoneInfo) -> datetime:
    """ISO 8601. Without an offset it is the first instant at which the clocks of `zone` show that, or have jumped over
    it; a date alone is the beginning of that day.

    Raises ValueError, saying how to mend it, also for what lies outside of EARLIEST to LATEST.
    """
    try:
        read = date_of(text) if len(text) == len("2026-01-31") else _time_of(text)
        read = (first_instant(read, zone) if read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a date such as 2026-01-31, or a time such as 2026-01-31T10:00 or …T10:00Z") from None
    if not EARLIEST <= read <= LATEST:
        raise ValueError("must lie between 1970 and 2100")
    return read


def _time_of(text: str) -> datetime:
    """A date and a time, in no zone yet where no offset is written.

    Raises ValueError.
    """
    read = datetime.fromisoformat(text)
    if read.tzinfo is None and not {"T", " "} & set(text):
        raise ValueError  # a date alone that is written in another manner
    return read


def date_of(text: str) -> datetime:
    """The date that is written so: 2026-01-31, in no zone yet.

    Raises ValueError, also for digits of other scripts, which `strptime` takes.
    """
    if not text.isascii():
        raise ValueError
    return datetime.strptime(text, "%Y-%m-%d")


def dump(model: Words) -> dict[str, Any]:
    """A part of a question as the JSON it was asked in, without what was not said."""
    return model.model_dump(by_alias=True, exclude_unset=True)
