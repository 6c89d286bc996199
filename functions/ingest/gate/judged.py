"""Events by what their app says of them: those that it wants, prepared, and each breach of its tracking plan."""

from collections.abc import Sequence

from ingest.apps.app_rules import AppRules
from ingest.events import pipeline
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.moment import Moment
from ingest.events.pipeline import Prepared
from ingest.gate import plan, rules


def prepare(events: Sequence[TrackedEvent | RefusedEvent], app: AppRules, when: Moment, clean: bool) -> Prepared:
    """The outcome of a batch before it is stored."""
    wanted = rules.refuse_unwanted(events, app)
    if app.plan is None:
        return pipeline.prepare(wanted, app.id, when, clean)
    agreed, breaches = plan.judge(wanted, app.plan)
    prepared = pipeline.prepare(agreed, app.id, when, clean)
    if breaches:
        stored = {*prepared.positions}
        prepared.breaches = [one for one in breaches if one[0] in stored]
    return prepared
