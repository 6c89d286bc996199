"""Who the visitors of trackers that know no ids are, as far as their requests tell."""

from dataclasses import dataclass, field
from typing import Any

from ingest.enrich.browser import is_browser
from ingest.events.event import TrackedEvent
from ingest.events.nobody import first_usable
from ingest.http.address import address_of, first_public
from ingest.http.request import Request

OF_DAY = "$visitor_of_day"
"""Set where an event's visitor is a stranger, so that a visitor counts once a day; and what Spoor's own format has for
an `anonymousId` where its sender keeps none."""


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


def is_of_day(event: TrackedEvent) -> bool:
    """Whether an event counts for a stranger: nobody said who it is."""
    return type(event.anonymous_id) is Stranger and first_usable(event.user_id, of_device=False) is None


def _speaks_for_itself(request: Request, address: Any, user_agent: Any) -> bool:
    """Whether a request comes from a visitor's own browser: it names nobody else's address or browser, and either says
    from which page it comes, as browsers do and servers do not, or was passed on by nobody."""
    if address or user_agent or not is_browser(request.headers.get("user-agent", "")):
        return False
    from_page = "origin" in request.headers or "sec-fetch-site" in request.headers
    return from_page or address_of(request) == request.source_ip
