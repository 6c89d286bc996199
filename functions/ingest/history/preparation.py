"""From the events of an import to rows, as ingest makes them: few at a time, while what they hold is still at hand."""

from datetime import UTC, datetime
from typing import Any

from orjson import Fragment

from ingest import enrich
from ingest.apps.app_rules import AppRules
from ingest.encode import encode
from ingest.events import moment, pipeline
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.profiles import SAY_OF_ACCOUNTS
from ingest.events.texts import read_long_id
from ingest.events.warnings import TIME_REPLACED
from ingest.gate import rules
from ingest.history.batch import PendingBatch
from ingest.history.formats.shape import request_to
from ingest.storage import outcomes

_REQUEST = request_to("/")


def prepare(pending: PendingBatch, app: AppRules) -> None:
    """Make rows of the events that came since the last time, and forget those. A time that cannot be is refused: of
    history, the moment of its import would be a lie."""
    events, offset = pending.events, len(pending.places) - len(pending.events)
    enrich.put_context(events, _REQUEST)
    wanted = rules.refuse_unwanted(events, app)
    when = moment.of_request(datetime.now(UTC), None)
    prepared = pipeline.prepare(wanted, app.id, when, pending.clean)
    if timeless := [position for position, code in prepared.warnings if code == TIME_REPLACED]:
        for position in timeless:
            wanted[position] = _of_impossible_time(events[position])
        prepared = pipeline.prepare(wanted, app.id, when, pending.clean)
    if prepared.refusals or prepared.unwanted or prepared.warnings or prepared.breaches:
        pending.told = outcomes.joined(pending.told, outcomes.tell(events, prepared))
    for place, (event_id, name, visitor, properties, at) in enumerate(prepared.rows):
        if (position := prepared.positions[place]) in pending.sent:
            event_id = _id_by(events[position], pending.sent[position], app, when, clean=pending.clean)
        is_read_again = name in SAY_OF_ACCOUNTS  # once it is stored
        said = properties if is_read_again else Fragment(encode(properties))
        prepared.rows[place] = (event_id, name, visitor, said, at)
    pending.prepared.add(prepared, offset)
    pending.events, pending.sent, pending.clean = [], {}, True


def _of_impossible_time(event: TrackedEvent | RefusedEvent) -> RefusedEvent:
    if isinstance(event, TrackedEvent) and moment.parse(event.time) is not None:
        return RefusedEvent("TIME_OUT_OF_RANGE", "It is before 2000 or in the future.")
    return RefusedEvent("INVALID_TIME", "The record's time cannot be read.")


def _id_by(event: TrackedEvent | RefusedEvent, sent: Any, app: AppRules, when: moment.Moment, *, clean: bool) -> str:
    """The id that the event has live, where its time is what the SDK sent."""
    assert isinstance(event, TrackedEvent)  # noqa: S101 - only such have rows
    client_id = read_long_id(event.client_id, "id", clean, [])
    sent_ms, occurred_at, _, _ = moment.place(sent, None, when)
    return pipeline.put_id(app.id, client_id, sent_ms, occurred_at)
