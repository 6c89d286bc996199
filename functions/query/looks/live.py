"""What happens just now: the last half hour of an app."""

from dataclasses import dataclass, replace

from query.inquiry import Inquiry
from query.looks.events import Event, that_fit
from query.scope import Scope

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Live:
    """`visitors` who did anything within 30 minutes, the newest events (fewer, if they are large), and how many there
    were in each of these minutes, the oldest first. Minutes are counted back from this moment; what a clock ahead says
    is not yet."""

    visitors: int
    events: list[Event]
    per_minute: list[int]


@dataclass(frozen=True, slots=True)
class LiveQuestion:
    """`GET /api/apps/{appId}/live`: about the half hour before the scope's `now`."""


def tally(_: LiveQuestion, scope: Scope, found: Live) -> Live:
    """What is gathered, of its events as many as one answer has room for."""
    return replace(found, events=that_fit(found.events))


LIVE = Inquiry(name="live", tally=tally)
