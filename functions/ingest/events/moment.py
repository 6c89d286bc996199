"""Tells when an event happened: corrects a wrong clock by `sent_at`, and replaces a time that cannot be."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.events.properties import REPLACED
from ingest.events.warnings import TIME_CORRECTED, TIME_REPLACED

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(hours=24)
SKEW_TOLERANCE = timedelta(seconds=60)
"""Clocks this close are left alone: it is the network's delay, and a time that needs no correction stays exact."""

EARLIEST_CLOCK, LATEST_CLOCK = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""A clock that was never set shows 1970; what lies outside is a placeholder such as Go's zero time, not a clock."""

_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-9]{2})?"
)
"""What nearly all trackers send, and what Postgres reads exactly as Python does."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ABOVE_IS_NANOSECONDS, _ABOVE_IS_MICROSECONDS, _ABOVE_IS_MILLISECONDS = 1e17, 1e14, 1e11
_WHOLE = len("2026-01-31T12:00:00.000000Z")
_FURTHEST = 1e19  # nanoseconds since 1970, in the year 2286
_MOST_AGE = 1e11  # milliseconds: three years
_LONGEST_SAID = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """When a request came, the latest time it may speak of, and by how much the tracker's clock was off (added to its
    times; None where it was right)."""

    received_at: datetime
    latest: datetime
    skew: timedelta | None


def of_request(received_at: datetime, sent_at: Any) -> Moment:
    """The moment of a request; a `sent_at` that cannot be read, or that no clock shows, is as good as none."""
    latest = received_at + LATEST_AHEAD
    clock = None if sent_at is None else parse(sent_at)
    if clock is None or not EARLIEST_CLOCK <= clock <= LATEST_CLOCK:
        return Moment(received_at, latest, None)
    skew = received_at - clock
    return Moment(received_at, latest, skew if abs(skew) > SKEW_TOLERANCE else None)


def without_skew(moment: Moment) -> Moment:
    """The moment for an event whose sender says that its time needs no correction."""
    return Moment(moment.received_at, moment.latest, None)


def parse(time: Any) -> datetime | None:
    """A tracker's time: any of RFC 3339, ISO 8601 and RFC 2822 (UTC where it has no offset), or a number since 1970;
    None where it is no moment.

    The unit of a number shows by its size: above 1e17 nanoseconds, above 1e14 microseconds, above 1e11 milliseconds,
    else seconds. Fractions below a microsecond are cut off.
    """
    if type(time) is str:
        return _parse_usual(time) or _parse_rare(time)
    if type(time) in (int, float) and 0 <= time < _FURTHEST:
        return _of_number(time)
    return None


def _parse_usual(text: str) -> datetime | None:
    """What _ISO matches, where it is in the calendar."""
    if _is_whole(text) or (len(text) <= 40 and _ISO.fullmatch(text)):
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            return None
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    return None


def _is_whole(text: str) -> bool:
    """Whether all but the digits is as in `2026-01-31T12:00:00.000Z`, for which _ISO would take five times as long; of
    what has other signs in the place of digits the library makes no time."""
    length = len(text)
    return (
        20 <= length <= _WHOLE
        and text[-1] == "Z"
        and text[10] == "T"
        and text[4] == text[7] == "-"
        and text[13] == text[16] == ":"
        and (length == 20 or (text[19] == "." and length > 21))
    )


def _parse_rare(text: str) -> datetime | None:
    from ingest.events import spellings  # seldom needed, and its expressions take a while to compile

    read = spellings.read(text)
    return read if read is None or isinstance(read, datetime) else parse(read)


def _of_number(number: float) -> datetime:
    if number > _ABOVE_IS_NANOSECONDS:
        number //= 1000
    unit = 1_000_000 if number > _ABOVE_IS_MICROSECONDS else 1000 if number > _ABOVE_IS_MILLISECONDS else 1
    return datetime.fromtimestamp(number / unit, UTC)


Placed = tuple[int | None, datetime, str | datetime, str | None]
"""The milliseconds of a time *as sent* (the same on every retry; None where there is none to be read), the instant, the
same as a row has it, and the warning where it is another than was sent."""


def place(time: Any, age_ms: Any, moment: Moment) -> Placed:
    """When an event happened.

    An empty text is no time. What cannot be read, or cannot be (before EARLIEST, or later than LATEST_AHEAD from now,
    when it is corrected), is replaced by the arrival: the event did happen, and that is the latest that it can have.
    """
    usual = False
    if type(time) is str:
        if not time or time.isspace():
            return _aged(age_ms, moment)
        sent = _parse_usual(time)
        usual = sent is not None
        sent = sent or _parse_rare(time)
    elif time is None:
        return _aged(age_ms, moment)
    else:
        sent = parse(time)
    if sent is None:
        return None, moment.received_at, moment.received_at, TIME_REPLACED
    sent_ms = time if _is_milliseconds(time) else (sent - _EPOCH) // _MILLISECOND
    happened = sent if moment.skew is None else _shift(sent, moment.skew)
    if not EARLIEST <= happened <= moment.latest:
        return sent_ms, moment.received_at, moment.received_at, TIME_REPLACED
    if moment.skew is not None:
        return sent_ms, happened, happened, TIME_CORRECTED
    # A usual time in UTC is written whole already: to write it anew would be a fifth of an event's cost.
    return sent_ms, sent, time if usual and time[-1] == "Z" and len(time) <= _WHOLE else sent, None


def _aged(age_ms: Any, moment: Moment) -> Placed:
    """So long before the arrival; at the arrival where no age is said."""
    arrival, changed = moment.received_at, None
    if type(age_ms) in (int, float) and 0 <= age_ms < _MOST_AGE:
        arrival -= timedelta(milliseconds=age_ms)
    elif age_ms is not None and age_ms != "":
        changed = TIME_REPLACED
    return None, arrival, arrival, changed


def _shift(sent: datetime, skew: timedelta) -> datetime:
    """`sent + skew`, which two far-fetched times may put out of the calendar: there as far as it goes."""
    try:
        return sent + skew
    except OverflowError:
        return (datetime.max if skew > timedelta(0) else datetime.min).replace(tzinfo=UTC)


def _is_milliseconds(time: Any) -> bool:
    return type(time) is int and _ABOVE_IS_MILLISECONDS < time <= _ABOVE_IS_MICROSECONDS


def said(time: Any) -> str | None:
    """The time as it was sent, for the property that keeps it; None where it is no text and no number."""
    if type(time) is str:
        return time[:_LONGEST_SAID].translate(REPLACED)
    return str(time) if type(time) is float or (type(time) is int and time < _FURTHEST) else None
