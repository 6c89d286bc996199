"""A batch of an import: from events to rows, as ingest makes them, and into the database by ingest's own statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import sleep
from typing import Any, TypeVar

from ingest import enrich
from ingest.apps.app_rules import AppRules
from ingest.encode import encode
from ingest.events import moment, pipeline
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.pipeline import Prepared
from ingest.events.texts import read_long_id
from ingest.events.warnings import TIME_REPLACED
from ingest.gate import rules
from ingest.history import figures
from ingest.history.counts import RecordCounts
from ingest.history.figures import CountedDay
from ingest.history.formats.shape import GivenEvent, Linked, request_to
from ingest.storage import outage, outcomes
from ingest.storage.receipt import Receipt
from spoor import database
from spoor.errors import NotNow

FIGURES_REPLACED = "FIGURES_REPLACED"
"""The code of figures that took the place of others: of a day that was not over when it was exported first."""
_Done = TypeVar("_Done")
_REQUEST = request_to("/")
_PAUSES_S = (1, 3, 9, 27)
"""Seconds between tries while the database is away or busy: to store the same rows again is safe."""


@dataclass
class PendingBatch:
    """Events that go together, or figures in their place; `places` is the part and the line of each event. `end` is the
    last record that was read."""

    events: list[TrackedEvent | RefusedEvent] = field(default_factory=list)
    sent: dict[int, Any] = field(default_factory=dict)
    places: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, str, datetime]] = field(default_factory=list)
    figures: list[CountedDay] = field(default_factory=list)
    clean: bool = True
    counts: RecordCounts = field(default_factory=RecordCounts)
    report: list[dict[str, Any]] = field(default_factory=list)
    end: tuple[str, int] = ("", 0)

    def add(self, what: GivenEvent | RefusedEvent, clean: bool) -> None:
        """The event of the record at `end`, or why it is none."""
        if isinstance(what, GivenEvent):
            if what.sent is not None:
                self.sent[len(self.events)] = what.sent
            self.events.append(what.event)
            self.clean = self.clean and clean
        else:
            self.events.append(what)
        self.places.append(self.end)

    def link(self, said: Linked, clean: bool) -> None:
        """The record at `end` joins two ids."""
        try:
            at = moment.parse(said.at)
            if at is None:
                raise RefusedEvent("INVALID_TIME", "The record's time cannot be read.")
            self.links += [(*pair, at) for pair in pipeline.check_aliases([said[:2]], clean, [])]
            self.counts.linked += 1
        except RefusedEvent as refused:
            self.add(refused.caught(), clean)

    def skip(self, code: str) -> None:
        """The record at `end` is no event."""
        self.counts.skipped[code] += 1
        self.report.append(_line(self.end, "skipped", code, None))


def prepare(pending: PendingBatch, app: AppRules) -> Prepared:
    """The rows of the events. A time that cannot be is refused: of history, the moment of its import would be a lie."""
    enrich.put_context(pending.events, _REQUEST)
    wanted = rules.refuse_unwanted(pending.events, app)
    when = moment.of_request(datetime.now(UTC), None)
    prepared = pipeline.prepare(wanted, app.id, when, pending.clean)
    if timeless := [position for position, code in prepared.warnings if code == TIME_REPLACED]:
        for position in timeless:
            wanted[position] = _of_impossible_time(pending.events[position])
        prepared = pipeline.prepare(wanted, app.id, when, pending.clean)
    if pending.sent:
        for place, position in enumerate(prepared.positions):
            if position in pending.sent:
                made = _id_by(pending, position, app, when)
                prepared.rows[place] = (made, *prepared.rows[place][1:])
    for one, other, at in pending.links:
        prepared.links.alias(one, other, at, len(pending.events))
    return prepared


def _of_impossible_time(event: TrackedEvent | RefusedEvent) -> RefusedEvent:
    if isinstance(event, TrackedEvent) and moment.parse(event.time) is not None:
        return RefusedEvent("TIME_OUT_OF_RANGE", "It is before 2000 or in the future.")
    return RefusedEvent("INVALID_TIME", "The record's time cannot be read.")


def _id_by(pending: PendingBatch, position: int, app: AppRules, when: moment.Moment) -> str:
    """The id that the event has live, where its time is what the SDK sent."""
    event = pending.events[position]
    assert isinstance(event, TrackedEvent)  # noqa: S101 - only such have rows
    client_id = read_long_id(event.client_id, "id", pending.clean, [])
    sent_ms, occurred_at, _, _ = moment.place(pending.sent[position], None, when)
    return pipeline.put_id(app.id, client_id, sent_ms, occurred_at)


def store(
    pending: PendingBatch,
    prepared: Prepared,
    app: AppRules,
    key: str,
    sender: str,
    pauses: Sequence[int] = _PAUSES_S,
) -> None:
    """Store the rows, count what became of each event, and note what was not stored; while the database is away, once
    more after each of the `pauses`.

    Raises UnknownKey, and one of outage.CANNOT_STORE.
    """
    receipt = Receipt(0, 0, [], [])
    if pending.events or pending.links:
        receipt = _store(pending, prepared, app, key, sender, pauses)
    counts = pending.counts
    if pending.figures:
        new, replaced = _patiently(lambda: figures.put(pending.figures, app, key), pauses)
        counts.new += new
        counts.duplicates += len(pending.figures) - new
        counts.warnings.update({FIGURES_REPLACED: replaced} if replaced else {})
    counts.new += receipt.accepted
    counts.duplicates += receipt.duplicates
    counts.warnings.update(code for _, code in receipt.warnings)
    for position, refused in receipt.refused:
        counts.refused[refused.code] += 1
        pending.report.append(_line(pending.places[position], "refused", refused.code, refused.message))


def _store(
    pending: PendingBatch, prepared: Prepared, app: AppRules, key: str, sender: str, pauses: Sequence[int]
) -> Receipt:
    """What became of the events; the database may be away for a while. Raises as `store` does."""

    def once() -> Receipt:
        tally = outcomes.tally(app.id, datetime.now(UTC), sender)
        if not prepared.rows:
            _link(prepared, app, sender)
        return outage.store_now(app, Batch(key, pending.events), prepared, tally)

    return _patiently(once, pauses)


def _patiently(work: Callable[[], _Done], pauses: Sequence[int]) -> _Done:
    """What the work gives; while the database is away, once more after each pause. Raises what the work does."""
    for pause in (*pauses, None):
        try:
            return work()
        except NotNow:
            if pause is None:
                raise
            sleep(pause)
    raise AssertionError("the last pause is none")


def _link(prepared: Prepared, app: AppRules, sender: str) -> None:
    """Take the links of a batch without a row. Raises one of outage.CANNOT_STORE."""
    for said in prepared.links.words(app.accept_claims) if prepared.links else ():
        params = {"app_id": app.id, "said": encode(said), "sender": sender, "merging": app.accept_merges}
        database.run(database.sql("ingest.storage", "link"), params, repeatable=True)


def _line(place: tuple[str, int], what: str, code: str, message: str | None) -> dict[str, Any]:
    said = {"file": place[0], "line": place[1], what: code}
    return {**said, "reason": message} if message else said
