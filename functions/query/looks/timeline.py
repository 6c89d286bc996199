"""One visitor's events, newest first, with the beginnings of sessions marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Annotated

from pydantic import Field

from query.answers import LEFT_OUT
from query.inquiry import Inquiry
from query.looks.events import Event, that_fit
from query.questions.form import Format
from query.questions.pages import Cursor, cursor_after
from query.questions.words import LATEST, OpenRange
from query.scope import Scope

USUAL = timedelta(days=90)


class TimelineQuestion(OpenRange):
    """`GET /api/apps/{appId}/visitors/{visitorId}`; without `from` it is about the 90 days before `to`, or before
    now."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Cursor | None = None
    format: Format = "json"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor and all `ids` of theirs."""

    visitor_id: str
    ids: list[str]


@dataclass(frozen=True, slots=True)
class VisitorEvent(Event):
    """An event of a visitor's; `starts_session` where there was none of theirs within the app's gap before it."""

    starts_session: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a visitor's events, by whichever of their `ids`; first and last seen are those of the range. Events
    before `begins_at` have left the database: an export of the visitor has them."""

    visitor_id: str
    ids: list[str]
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    events: list[VisitorEvent]
    next_cursor: str | None
    begins_at: datetime | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class TimelineAsked:
    """A timeline is asked of a visitor by any `visitor_id` of theirs."""

    visitor_id: str
    words: TimelineQuestion

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """The range, as it is `now`."""
        end = self.words.end or LATEST
        return self.words.start or min(end, now) - USUAL, end


@dataclass(frozen=True, slots=True)
class Seen:
    """What is gathered: whose events they are, when the first and the last of the range were, and of a page the events
    with one more, be it one gap before the range."""

    visitor: Visitor
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    events: Sequence[Event]


def tally(question: TimelineAsked, scope: Scope, seen: Seen) -> Timeline:
    """The page that the events are."""
    start, _ = question.range(scope.now)
    shown = []
    for event, before in zip_longest(seen.events, seen.events[1:]):
        starts = before is None or event.occurred_at - before.occurred_at > scope.session_gap
        if event.occurred_at >= start:
            parts = (event.id, event.name, event.anonymous_id, event.properties, event.occurred_at)
            shown.append(VisitorEvent(*parts, starts))
    page = that_fit(shown[: question.words.limit])
    more = cursor_after(page[-1].occurred_at, page[-1].id) if len(shown) > len(page) else None
    visitor = seen.visitor
    first, last = seen.first_seen_at, seen.last_seen_at
    return Timeline(visitor.visitor_id, visitor.ids, first, last, page, more, scope.begins_at)


TIMELINE = Inquiry(name="timeline", tally=tally)
