"""Times as Better Auth stores them (UTC without a zone, whole milliseconds) and as its client reads them."""

from datetime import UTC, datetime


def stored(moment: datetime) -> datetime:
    """`moment` (aware, or UTC without a zone) as a `timestamp` column holds it.

    Cut to milliseconds *before* storing, so that the row and the answer say the same.
    """
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def wire(moment: datetime) -> str:
    """A stored time as JSON: `2026-11-23T08:45:45.248Z`, always three digits and `Z`.

    The client reads the fraction as a number of milliseconds: six digits would move the time by minutes.
    """
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return f"{utc.isoformat(timespec='milliseconds')}Z"  # isoformat cuts, too
