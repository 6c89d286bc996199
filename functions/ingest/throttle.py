"""Holds each app to so many events a minute, by what this instance has seen of it: no query, no shared state.

The limit is each instance's own; the most that gets through is the limit times the instances (reserved concurrency).
"""

from math import ceil
from time import monotonic

from ingest.tracked_app import TrackedApp
from spoor.errors import Misconfigured, SpoorError
from spoor.settings import setting
from spoor.telemetry import emit

_MINUTE = 60.0
_LONGEST_WAIT = 3600  # seconds: a debt is forgotten with the instance, which seldom lives longer
_MOST = 5000

_buckets: dict[str, tuple[float, float]] = {}


class TooManyEvents(SpoorError):
    """An app is over its rate limit. `retry_after` (seconds) is when it is below again."""

    status = 429
    code = "RATE_LIMITED"
    message = (
        "This app sends more events than its rate limit allows. Nothing of this request was stored: send it later."
    )

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


def take(app: TrackedApp, count: int, now: float | None = None) -> None:
    """Take `count` events from the app's bucket, which holds a minute's worth and fills up evenly.

    A batch passes whole while there is room for one event, and what it takes too much has to be made up for before the
    next: so a batch larger than the limit gets in, and the rate holds all the same. `now` is in seconds of a monotonic
    clock.

    Raises TooManyEvents.
    """
    limit = app.rate_limit_per_minute or _default()
    if not limit:
        return
    now = monotonic() if now is None else now
    left, since = _buckets.pop(app.id, (limit, now))
    left = min(limit, left + (now - since) * limit / _MINUTE)
    passes = left >= 1
    _remember(app.id, left - count if passes else left, now)
    if not passes:
        emit(EventsThrottled=count)
        raise TooManyEvents(min(_LONGEST_WAIT, ceil((1 - left) * _MINUTE / limit)))


def _remember(app_id: str, left: float, now: float) -> None:
    if len(_buckets) >= _MOST:
        del _buckets[next(iter(_buckets))]  # the one that was quiet for longest
    _buckets[app_id] = (left, now)


def _default() -> int:
    """RATE_LIMIT_PER_MINUTE, 0 where it is not set.

    Raises Misconfigured.
    """
    said = setting("RATE_LIMIT_PER_MINUTE", "0")
    if not said.isdecimal():
        raise Misconfigured("RATE_LIMIT_PER_MINUTE must be a whole number of events.")
    return int(said)
