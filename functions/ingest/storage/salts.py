"""Names the visitors of trackers that know no ids: by a hash that holds for a day and that nobody can undo after it.

docs/decisions/ingest/visitors-without-ids.md says why it is done this way.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from time import monotonic

from ingest.enrich.strangers import Stranger
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.storage import outage
from spoor import database
from spoor.errors import DatabaseAway

_WITHIN_S = 3.0  # seconds: what a salt may take of a request's time, most of which belongs to storing
_STAND_IN_FOR_S = 10.0  # seconds for which an instance goes on with a salt of its own before it asks again

_remembered: dict[date, tuple[str, float]] = {}


def put_anonymous_ids(events: Iterable[TrackedEvent | RefusedEvent], app_id: str, now: datetime) -> None:
    """Replace every Stranger among the `anonymous_id`s by 32 hexadecimal digits: the same all of `now`'s UTC day, in
    all instances, for the same app, address and user agent; another one in another app and on another day."""
    salt = None
    for event in events:
        if type(event) is TrackedEvent and type(event.anonymous_id) is Stranger:
            salt = salt or _salt_of(now.date())
            stranger = event.anonymous_id
            said = "\0".join((salt, app_id, stranger.address, stranger.user_agent))
            event.anonymous_id = sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _salt_of(day: date) -> str:
    """The day's salt. While the database is away it is one of this instance's own: an event that is queued meanwhile
    must not be lost over its visitor, who may then count once an instance."""
    salt, until = _remembered.get(day, ("", 0.0))
    if until <= monotonic():
        try:
            salt, until = _find_salt(day), float("inf")
        except outage.CANNOT_STORE as error:
            outage.rest_after(error)
            salt, until = salt or secrets.token_hex(16), monotonic() + _STAND_IN_FOR_S
        _remembered.clear()
        _remembered[day] = (salt, until)
    return salt


def _find_salt(day: date) -> str:
    """The salt that all instances use on `day`, made by whichever of them asks first.

    Raises one of outage.CANNOT_STORE: at once where this instance rests, as the time of a request is for all it asks.
    """
    if outage.is_resting():
        raise DatabaseAway
    find = database.sql("ingest.storage", "find_salt")
    rows = database.run(find, {"day": day}, repeatable=True, within_s=_WITHIN_S)
    if not rows:
        database.change(database.sql("ingest.storage", "make_salt"), {"day": day}, repeatable=True, within_s=_WITHIN_S)
        rows = database.run(find, {"day": day}, repeatable=True, within_s=_WITHIN_S)
    return str(rows[0]["salt"])
