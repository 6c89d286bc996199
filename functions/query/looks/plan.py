"""What a tracking plan would be, were it made of the events that came lately: each of them keeps to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from query.inquiry import Inquiry
from query.questions.words import OpenRange
from query.scope import Scope
from query.tracking_plan import PlannedEvent, PlannedProperty, TrackingPlan

MOST_EVENTS = 200
MOST_PROPERTIES = 100
MOST_READ = 300_000
"""Events, the newest, of which the properties are learned."""

_USUAL_DAYS = 28


class SuggestionQuestion(OpenRange):
    """`GET /api/apps/{appId}/plan/suggestion`; without a range it is about the last 28 days."""

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """The range, as it is `now`; clocks of trackers may be a day ahead."""
        end = self.end or now + timedelta(days=1)
        return self.start or end - timedelta(days=_USUAL_DAYS + 1), end


@dataclass(frozen=True, slots=True)
class LearnedProperty:
    """A property of a name's events: how many have it, of which types, and some values."""

    event: str
    name: str
    count: int
    types: Sequence[Any]
    examples: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """How many events of each name were read, the most frequent first, and what they have."""

    counts: dict[str, int]
    properties: Sequence[LearnedProperty]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A `plan`; events before `begins_at` have left the database, and nothing is learned of them."""

    plan: TrackingPlan
    begins_at: datetime | None


def tally(_: SuggestionQuestion, scope: Scope, seen: Learned) -> Suggestion:
    """A property that every event of a name has is required."""
    found: dict[str, list[PlannedProperty]] = {name: [] for name in list(seen.counts)[:MOST_EVENTS]}
    for one in seen.properties:
        of_name = found.get(one.event)
        if of_name is not None and len(of_name) < MOST_PROPERTIES:
            is_required = one.count == seen.counts[one.event]
            of_name.append(PlannedProperty(one.name, one.types, is_required, one.examples))
    events = [PlannedEvent(name, properties) for name, properties in found.items()]
    return Suggestion(TrackingPlan(events, only_planned=len(seen.counts) <= MOST_EVENTS), scope.begins_at)


SUGGESTION = Inquiry(name="plan_suggestion", tally=tally)
