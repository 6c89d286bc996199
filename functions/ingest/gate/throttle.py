"""Holds each app to so many events and bytes a minute, by what this instance has seen of it: no query, no shared state.

The limits are each instance's own; the most that gets through is the limit times the instances (reserved concurrency).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from time import monotonic

from ingest.apps.app_rules import AppRules
from spoor.errors import Misconfigured, SpoorError
from spoor.settings import setting
from spoor.telemetry import emit

_MINUTE = 60.0
_BURST = 10  # minutes of a default limit that a quiet app has saved up: what an import sends in one go
_LONGEST_WAIT_S = 3600  # seconds: a debt is forgotten with the instance, which seldom lives longer
_MOST = 5000

Left = tuple[float, float]
"""How much an app has left, and since when (monotonic seconds) that is."""

_events: dict[str, Left] = {}
_bytes: dict[str, Left] = {}


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


@dataclass(frozen=True, slots=True)
class _Bucket:
    """What one limit has of an app: it holds `most` and fills up evenly, by `a_minute`."""

    levels: dict[str, Left]
    a_minute: int
    most: int

    def left(self, app_id: str, now: float) -> float:
        """How much is in it."""
        left, since = self.levels.get(app_id, (self.most, now))
        return min(self.most, left + (now - since) * self.a_minute / _MINUTE)

    def put(self, app_id: str, left: float, now: float) -> None:
        """Say how much is in it; the app is the one that was heard of last."""
        self.levels.pop(app_id, None)
        if len(self.levels) >= _MOST:
            del self.levels[next(iter(self.levels))]  # the one that was quiet for longest
        self.levels[app_id] = (left, now)

    def wait(self, left: float) -> int:
        """Seconds until there is anything in it again."""
        return min(_LONGEST_WAIT_S, ceil((1 - left) * _MINUTE / self.a_minute))


def check(app: AppRules, now: float | None = None) -> None:
    """Refuse an app that is over one of its limits already: it takes no look at the request.

    Raises TooManyEvents.
    """
    if app.id in _events or app.id in _bytes:
        now = monotonic() if now is None else now
        waits = [bucket.wait(left) for bucket in _buckets(app) if (left := bucket.left(app.id, now)) < 1]
        if waits:
            emit(RequestsThrottled=1)
            raise TooManyEvents(max(waits))


def take(app: AppRules, count: int, size: int = 0, now: float | None = None) -> None:
    """Take `count` events of `size` bytes in all from what the app has left.

    A batch passes whole while there is room for one event, and what it takes too much has to be made up for before the
    next: so a batch larger than the limit gets in, and the rate holds all the same. `now` is in seconds of a monotonic
    clock.

    Raises TooManyEvents.
    """
    now = monotonic() if now is None else now
    taken = [(bucket, bucket.left(app.id, now)) for bucket in _buckets(app)]
    waits = [bucket.wait(left) for bucket, left in taken if left < 1]
    for bucket, left in taken:
        bucket.put(app.id, left if waits else left - (count if bucket.levels is _events else size), now)
    if waits:
        emit(EventsThrottled=count)
        raise TooManyEvents(max(waits))


def _buckets(app: AppRules) -> Iterator[_Bucket]:
    """Those that the app has: what its owner has set holds a minute's worth, a default several."""
    if own := app.rate_limit_per_minute:
        yield _Bucket(_events, own, own)
    elif usual := _default("RATE_LIMIT_PER_MINUTE", "events"):
        yield _Bucket(_events, usual, usual * _BURST)
    if size := _default("RATE_LIMIT_BYTES_PER_MINUTE", "bytes"):
        yield _Bucket(_bytes, size, size * _BURST)


def _default(name: str, what: str) -> int:
    """A limit of the deployment, 0 where it is not set.

    Raises Misconfigured.
    """
    said = setting(name, "0")
    if not said.isdecimal():
        raise Misconfigured(f"{name} must be a whole number of {what}.")
    return int(said)
