"""Names the visitors of trackers that know no ids: by a hash that holds for a day and that nobody can undo after it.

docs/decisions/visitors-without-ids.md says why it is done this way.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from time import monotonic
from typing import Any

from ingest import outage
from ingest.address import address_of, first_public
from ingest.enrich.browser import is_browser
from ingest.event import Refused, TrackedEvent
from ingest.nobody import first_usable
from ingest.request import Request
from spoor import database
from spoor.errors import DatabaseAway

_WITHIN = 3.0  # seconds: what a salt may take of a request's time, most of which belongs to storing
_STAND_IN_FOR = 10.0  # seconds for which an instance goes on with a salt of its own before it asks again

_remembered: dict[date, tuple[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Stranger:
    """Stands for an `anonymous_id` where the tracker gave none: what tells one visitor from the next for a day.

    It never leaves the request: neither part is stored, queued or logged.
    """

    address: str = field(repr=False)
    user_agent: str = field(repr=False)


def stranger_of(request: Request, address: Any = None, user_agent: Any = None) -> Stranger:
    """The visitor of a request, or the one for whom a server says it speaks, by `address` and `user_agent`."""
    return Stranger(
        (first_public(address) or address) if type(address) is str and address else address_of(request),
        user_agent if type(user_agent) is str and user_agent else request.headers.get("user-agent", ""),
    )


def stranger_beside(user_id: Any, request: Request, address: Any = None, user_agent: Any = None) -> Stranger | None:
    """The visitor of a request that may also say who it is. A browser's stranger is that user from then on; that of a
    server which speaks for its visitors says nothing of them, and is left out."""
    if first_usable(user_id, of_device=False) is not None and not _speaks_for_itself(request, address, user_agent):
        return None
    return stranger_of(request, address, user_agent)


def _speaks_for_itself(request: Request, address: Any, user_agent: Any) -> bool:
    """Whether a request comes from a visitor's own browser: it names nobody else's address or browser, and either says
    from which page it comes, as browsers do and servers do not, or was passed on by nobody."""
    if address or user_agent or not is_browser(request.headers.get("user-agent", "")):
        return False
    from_page = "origin" in request.headers or "sec-fetch-site" in request.headers
    return from_page or address_of(request) == request.source_ip


def put_anonymous_ids(events: Iterable[TrackedEvent | Refused], app_id: str, now: datetime) -> None:
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
            salt, until = salt or secrets.token_hex(16), monotonic() + _STAND_IN_FOR
        _remembered.clear()
        _remembered[day] = (salt, until)
    return salt


def _find_salt(day: date) -> str:
    """The salt that all instances use on `day`, made by whichever of them asks first.

    Raises one of outage.CANNOT_STORE: at once where this instance rests, as the time of a request is for all it asks.
    """
    if outage.is_resting():
        raise DatabaseAway
    find = database.sql("ingest", "find_salt")
    rows = database.run(find, {"day": day}, repeatable=True, within=_WITHIN)
    if not rows:
        database.change(database.sql("ingest", "make_salt"), {"day": day}, repeatable=True, within=_WITHIN)
        rows = database.run(find, {"day": day}, repeatable=True, within=_WITHIN)
    return str(rows[0]["salt"])
