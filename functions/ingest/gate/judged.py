"""Events by what their app says of them: those that it wants, prepared, and each breach of its tracking plan."""

from collections.abc import Sequence

from ingest.apps.app_rules import AppRules
from ingest.events import pipeline
from ingest.events.breach import Breach
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.moment import Moment
from ingest.events.pipeline import Prepared
from ingest.gate import plan, rules

_Events = Sequence[TrackedEvent | RefusedEvent]


def prepare(events: _Events, app: AppRules, when: Moment, clean: bool) -> Prepared:
    """The outcome of a batch before it is stored."""
    wanted = rules.refuse_unwanted(events, app)
    prepared = pipeline.prepare(wanted, app.id, when, clean)
    if app.plan is None:
        return prepared
    breaches = [(prepared.positions[place], breach) for place, breach in plan.judge(prepared.rows, app.plan)]
    if breaches and app.plan.refuses:  # once more without them: neither do they link any ids
        return pipeline.prepare(_without(wanted, breaches), app.id, when, clean)
    prepared.breaches = breaches
    return prepared


def _without(events: _Events, breaches: list[tuple[int, Breach]]) -> list[TrackedEvent | RefusedEvent]:
    """The events, with the first breach of each in the place of those that have any."""
    first = dict(reversed(breaches))
    return [
        RefusedEvent(first[position].code, first[position].message()) if position in first else event
        for position, event in enumerate(events)
    ]
