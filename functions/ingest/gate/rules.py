"""An app's own rules for what comes in: from which pages, which events, bots or not."""

from collections.abc import Iterable

from ingest.apps.app_rules import AppRules
from ingest.enrich import BOT
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.http.request import Request
from spoor.errors import Forbidden

_OF_A_BOT = RefusedEvent("BOT", "The user agent is a known bot's, and this app does not keep the events of bots.")
_NOT_ALLOWED = RefusedEvent(
    "EVENT_NOT_ALLOWED", "This app takes events of certain names only, and this is none of them."
)
_IN_HOSTS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


class OriginNotAllowed(Forbidden):
    """A page from which the app takes no events."""

    code = "ORIGIN_NOT_ALLOWED"
    message = "This app takes no events from pages of this origin. Add it to the app's allowed origins."


def check_origin(request: Request, app: AppRules) -> None:
    """Let pass what comes from an allowed page, or from no page at all: servers name no origin, browsers always do when
    they post to another site.

    Raises OriginNotAllowed.
    """
    origin = request.headers.get("origin")
    if origin is not None and not is_allowed(origin.lower(), app):
        raise OriginNotAllowed


def is_allowed(origin: str, app: AppRules) -> bool:
    """Whether an origin, in lower case, is on the app's list, or the app has none."""
    return not app.allowed_origins or any(_matches(origin, allowed) for allowed in app.allowed_origins)


def _matches(origin: str, allowed: str) -> bool:
    """Whether `allowed` is the origin, or has a `*` in the place of its subdomains, one or more levels of them."""
    before, star, after = allowed.partition("*")
    if not star:
        return origin == allowed
    inside = origin[len(before) : len(origin) - len(after)]
    return origin.startswith(before) and origin.endswith(after) and bool(inside) and _IN_HOSTS.issuperset(inside)


def refuse_unwanted(events: Iterable[TrackedEvent | RefusedEvent], app: AppRules) -> list[TrackedEvent | RefusedEvent]:
    """The events, with a RefusedEvent in the place of each that the app does not want."""
    names, keep_bots = app.allowed_event_names, app.keep_bots
    judged: list[TrackedEvent | RefusedEvent] = []
    for event in events:
        if type(event) is TrackedEvent:
            if not keep_bots and event.context and BOT in event.context:
                event = _OF_A_BOT
            elif names is not None and type(event.name) is str and event.name not in names:
                event = _NOT_ALLOWED
        judged.append(event)
    return judged
