"""A batch of an import: what its records say, and into the database by ingest's own statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import sleep
from typing import Any, TypeVar

from ingest.apps.app_rules import AppRules
from ingest.encode import encode
from ingest.events import moment, pipeline
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.pipeline import Prepared
from ingest.history import figures
from ingest.history.counts import RecordCounts
from ingest.history.figures import CountedDay
from ingest.history.formats.shape import GivenEvent, Linked
from ingest.storage import outcomes, receipt
from ingest.storage.outcomes import Told
from ingest.storage.receipt import Receipt
from ingest.storage.store import Put, Stored
from ingest.storage.store import save as save_rows
from spoor import database
from spoor.errors import NotNow

FIGURES_REPLACED = "FIGURES_REPLACED"
"""The code of figures that took the place of others: of a day that was not over when it was exported first."""
_Done = TypeVar("_Done")
_PAUSES_S = (1, 3, 9, 27)
"""Seconds between tries while the database is away or busy: to store the same rows again is safe."""


@dataclass
class PendingBatch:
    """What goes into the database together. `events` are those of which no rows are made yet, with the times in `sent`
    by which their ids are made where those are others, and `clean` what is promised of them; what became of the others
    is `prepared`, and their counts `told`. `places` is the part and the line of each event, `end` of the last record.
    """

    events: list[TrackedEvent | RefusedEvent] = field(default_factory=list)
    sent: dict[int, Any] = field(default_factory=dict)
    clean: bool = True
    prepared: Prepared = field(default_factory=Prepared)
    told: Told = field(default_factory=list)
    links: int = 0
    figures: list[CountedDay] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
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
            for pair in pipeline.check_aliases([said[:2]], clean, []):
                self.links += 1
                self.prepared.links.alias(*pair, at, -self.links)  # it is of no event, whose places are positive
            self.counts.linked += 1
        except RefusedEvent as refused:
            self.add(refused.caught(), clean)

    def skip(self, code: str) -> None:
        """The record at `end` is no event."""
        self.counts.skipped[code] += 1
        self.report.append(_line(self.end, "skipped", code, None))


def store(
    pending: PendingBatch,
    app: AppRules,
    key: str,
    sender: str,
    pauses: Sequence[int] = _PAUSES_S,
    put: Put | None = None,
) -> None:
    """Store the rows, count what became of each event, and note what was not stored; while the database is away, once
    more after each of the `pauses`. `put` stores rows in the place of ingest's own statement.

    Raises UnknownKey, and one of outage.CANNOT_STORE.
    """
    became = Receipt(0, 0, [], [])
    if pending.places or pending.links:
        became = _store(pending, app, key, sender, pauses, put)
    counts = pending.counts
    if pending.figures:
        new, replaced = _patiently(lambda: figures.put(pending.figures, app, key), pauses)
        counts.new += new
        counts.duplicates += len(pending.figures) - new
        counts.warnings.update({FIGURES_REPLACED: replaced} if replaced else {})
    counts.new += became.accepted
    counts.duplicates += became.duplicates
    counts.warnings.update(code for _, code in became.warnings)
    for position, refused in became.refused:
        counts.refused[refused.code] += 1
        pending.report.append(_line(pending.places[position], "refused", refused.code, refused.message))


def _store(
    pending: PendingBatch,
    app: AppRules,
    key: str,
    sender: str,
    pauses: Sequence[int],
    put: Put | None,
) -> Receipt:
    """What became of the events; the database may be away for a while. Raises as `store` does."""
    prepared = pending.prepared

    def once() -> Receipt:
        tally = outcomes.tally(app.id, datetime.now(UTC), sender)
        tally.told = [*pending.told]
        if prepared.rows:
            return receipt.write(prepared, save_rows(app, key, prepared.rows, prepared.links, tally, put))
        _link(prepared, app, sender)
        outcomes.note(app.id, tally)
        return receipt.write(prepared, Stored())

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
