"""Tells when an event happened: parses a tracker's time strictly and corrects a wrong clock by `sent_at`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.event import Refused

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(hours=24)
SKEW_TOLERANCE = timedelta(seconds=60)
"""Clocks this close are left alone: it is the network's delay, and a time that needs no correction stays exact."""

EARLIEST_CLOCK, LATEST_CLOCK = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""A clock that was never set shows 1970; what lies outside is a placeholder such as Go's zero time, not a clock."""

_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-9]{2})?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ABOVE_IS_MICROSECONDS, _ABOVE_IS_MILLISECONDS = 1e14, 1e11
_WHOLE = len("2026-01-31T12:00:00.000000Z")
_FURTHEST = 1e16  # microseconds since 1970, in the year 2286


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
    if sent_at is None:
        return Moment(received_at, latest, None)
    try:
        clock = parse(sent_at)
    except Refused:
        return Moment(received_at, latest, None)
    if not EARLIEST_CLOCK <= clock <= LATEST_CLOCK:
        return Moment(received_at, latest, None)
    skew = received_at - clock
    return Moment(received_at, latest, skew if abs(skew) > SKEW_TOLERANCE else None)


def without_skew(moment: Moment) -> Moment:
    """The moment for an event whose sender says that its time needs no correction."""
    return Moment(moment.received_at, moment.latest, None)


def parse(time: Any) -> datetime:
    """A tracker's time: ISO 8601 with seconds (UTC where it has no offset), or a number since 1970.

    The unit of a number shows by its size: above 1e14 microseconds, above 1e11 milliseconds, else seconds. Fractions
    below a microsecond are cut off.

    Raises Refused.
    """
    if type(time) is str:
        if len(time) <= 40 and _ISO.fullmatch(time):
            try:
                read = datetime.fromisoformat(time)
            except ValueError:
                raise Refused("INVALID_TIME", "The time is not in the calendar.") from None
            return read if read.tzinfo else read.replace(tzinfo=UTC)
    elif type(time) in (int, float) and 0 <= time < _FURTHEST:
        unit = 1_000_000 if time > _ABOVE_IS_MICROSECONDS else 1000 if time > _ABOVE_IS_MILLISECONDS else 1
        return datetime.fromtimestamp(time / unit, UTC)
    raise Refused("INVALID_TIME", "Give the time as ISO 8601 such as 2026-01-31T12:00:00Z, or as milliseconds.")


def place(time: Any, age_ms: Any, moment: Moment) -> tuple[int | None, datetime, bool]:
    """When an event happened: the milliseconds of the time *as sent* (the same on every retry, None where the tracker
    gave none), the corrected instant, and whether it was corrected.

    Raises Refused when it is unreadable, before EARLIEST or later than LATEST_AHEAD from now.
    """
    if time is None:
        if type(age_ms) in (int, float) and 0 <= age_ms < 1e11:
            return None, _check(moment.received_at - timedelta(milliseconds=age_ms), moment), False
        return None, moment.received_at, False
    sent = parse(time)
    sent_ms = time if _is_milliseconds(time) else (sent - _EPOCH) // _MILLISECOND
    if moment.skew is None:
        return sent_ms, _check(sent, moment), False
    return sent_ms, _check(_shift(sent, moment.skew), moment), True


def _shift(sent: datetime, skew: timedelta) -> datetime:
    """`sent + skew`, which two far-fetched times may put out of the calendar: there as far as it goes."""
    try:
        return sent + skew
    except OverflowError:
        return (datetime.max if skew > timedelta(0) else datetime.min).replace(tzinfo=UTC)


def _is_milliseconds(time: Any) -> bool:
    return type(time) is int and _ABOVE_IS_MILLISECONDS < time <= _ABOVE_IS_MICROSECONDS


def written(occurred_at: datetime, time: Any, corrected: bool) -> str | datetime:
    """`occurred_at` as a row has it. A time in UTC that `parse` has read whole already is that, letter for letter; to
    write it anew would be a fifth of an event's cost, and is left to orjson where it must be."""
    if not corrected and type(time) is str and time[-1] == "Z" and len(time) <= _WHOLE:
        return time
    return occurred_at


def _check(occurred_at: datetime, moment: Moment) -> datetime:
    if occurred_at < EARLIEST:
        raise Refused("TIME_TOO_EARLY", "The time lies before the year 2000; numbers are milliseconds since 1970.")
    if occurred_at > moment.latest:
        raise Refused("TIME_IN_FUTURE", "The time is more than 24 hours ahead. Mend the clock, or send `sentAt`.")
    return occurred_at
