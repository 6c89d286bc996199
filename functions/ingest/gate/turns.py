"""Lets a few large batches of one app in at once, over all instances: the others are for whoever else sends.

What keeps an instance from others is not how many requests an app sends but how long each of them takes: to read, to
check and to store thousands of events takes a good part of a second. A turn is a row with an end, so that one which is
never given back is free again by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from ingest.apps.app_rules import AppRules
from ingest.gate.throttle import TooManyEvents
from ingest.storage import outage
from spoor import database
from spoor.telemetry import emit

LARGE = 65_536
"""Bytes of an opened body from which on it takes a turn."""
_LARGE_PACKED = 8192  # bytes of a body before it is opened: what may be large
_TRIES = 3  # two that take the same turn at once leave one of them without
_PAUSE_S = 1  # seconds
_WITHIN_S = 2.0  # seconds
_MOST = 100

_pauses: dict[str, float] = {}


class TooManyAtOnce(TooManyEvents):
    """As many large batches of the app as may be are being stored."""

    message = "This app sends too many large batches at once. Nothing of this request was stored: send it again."

    def __init__(self) -> None:
        super().__init__(_PAUSE_S)


def check(app: AppRules, packed: int) -> None:
    """Refuse a body of `packed` bytes unopened where the app was told a moment ago to wait.

    Raises TooManyAtOnce.
    """
    if _pauses and packed >= _LARGE_PACKED and _pauses.get(app.id, 0.0) > monotonic():
        emit(RequestsThrottled=1)
        raise TooManyAtOnce


@contextmanager
def turn(app: AppRules, size: int) -> Iterator[None]:
    """A turn for an opened body of `size` bytes, if it is large; while the database is away everybody has one.

    Raises TooManyAtOnce.
    """
    if size < LARGE or type(app) is not AppRules or outage.is_resting():
        yield
        return
    taken = _take(app.id)
    try:
        yield
    finally:
        if taken is not None:
            _give_back(app.id, taken)


def _take(app_id: str) -> int | None:
    """The turn that was free, None where none can be told.

    Raises TooManyAtOnce.
    """
    try:
        for _ in range(_TRIES):
            params = {"app_id": app_id}
            if rows := database.run(
                database.sql("ingest.gate", "take_turn"), params, repeatable=False, within_s=_WITHIN_S
            ):
                return int(rows[0]["turn"])
    except outage.CANNOT_STORE as error:
        outage.rest_after(error)
        return None
    if len(_pauses) >= _MOST:
        _pauses.clear()
    _pauses[app_id] = monotonic() + _PAUSE_S
    emit(RequestsThrottled=1)
    raise TooManyAtOnce


def _give_back(app_id: str, turn: int) -> None:
    if outage.is_resting():
        return
    try:
        params = {"app_id": app_id, "turn": turn}
        database.change(database.sql("ingest.gate", "give_turn_back"), params, repeatable=False, within_s=_WITHIN_S)
    except outage.CANNOT_STORE:  # its time ends by itself
        return
