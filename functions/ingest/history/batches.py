"""The records of an export in batches, from wherever an earlier run came to."""

from collections.abc import Iterator
from typing import Any

from ingest.apps.app_rules import AppRules
from ingest.enrich import MOST_UNFAMILIAR
from ingest.events.event import RefusedEvent
from ingest.history.batch import PendingBatch
from ingest.history.figures import CountedDay
from ingest.history.formats.shape import Format, GivenEvent, Linked, Skipped
from ingest.history.preparation import prepare
from ingest.history.records.files import Files, UnreadableExport
from ingest.history.records.record import ExportRecord

BATCH = 5000
_MOST_BYTES = 16 << 20
"""Of records, unpacked: after so many a batch ends with however few, so that memory is bounded."""
_TOGETHER = MOST_UNFAMILIAR
"""Records of which rows are made at once: few, since that is a sixth faster while the processor has them at hand, and
no more than may name a browser each."""


def batches(
    files: Files, format_: Format, app: AppRules, part: str | None, place: int, size: int = BATCH
) -> Iterator[PendingBatch]:
    """The records after the one at `place` of `part`, in batches whose events are prepared.

    Raises UnreadableExport, when what could be read before was given.
    """
    unreadable: UnreadableExport | None = None
    pending, held = PendingBatch(), 0
    records = _records(files, part, place, everything=format_.remembers)
    while True:
        try:
            name, record, is_done = next(records)
        except StopIteration:
            break
        except UnreadableExport as error:
            unreadable = error
            break
        if record is None:
            if not is_done:
                pending.end = (name, 0)
                pending.counts.records += 1
                pending.skip("EMPTY_FILE")
            continue
        taken = _take(format_, record)
        if is_done:
            continue
        pending.end = (name, record.place)
        held += record.size
        if taken is not None:
            pending.counts.records += 1
            _put(taken, record, pending)
        if pending.counts.records >= size or held > _MOST_BYTES:
            prepare(pending, app)
            yield pending
            pending, held = PendingBatch(), 0
        elif len(pending.events) >= _TOGETHER:
            prepare(pending, app)
    if pending.end[0]:
        prepare(pending, app)
        yield pending
    if unreadable:
        raise unreadable


def _put(
    taken: GivenEvent | Linked | CountedDay | Skipped | RefusedEvent, record: ExportRecord, pending: PendingBatch
) -> None:
    if isinstance(taken, GivenEvent):
        pending.add(taken, record.clean)
    elif isinstance(taken, Skipped):
        pending.skip(taken.code)
    elif isinstance(taken, Linked):
        pending.link(taken, record.clean)
    elif isinstance(taken, CountedDay):
        pending.figures.append(taken)
    else:
        pending.add(taken, record.clean)


def _take(format_: Format, record: ExportRecord) -> GivenEvent | Linked | CountedDay | Skipped | RefusedEvent | None:
    if record.fault:
        return record.fault
    try:
        taken = format_.take(record)
        if isinstance(taken, GivenEvent):
            _check_id(taken.event.client_id)
        return taken
    except RefusedEvent as refused:
        return refused.caught()


def _check_id(client_id: Any) -> None:
    """Refuse an event without an id of its own: each further run would store it once more. Raises RefusedEvent."""
    if client_id is None or (type(client_id) is str and (not client_id or client_id.isspace())):
        raise RefusedEvent("INVALID_ID", "The record says no id by which it is known again.")


def _records(
    files: Files, part: str | None, place: int, *, everything: bool
) -> Iterator[tuple[str, ExportRecord | None, bool]]:
    """Each record with its part and whether it was stored before; None for an empty part. Of those that were stored
    before there are none, unless `everything` is wanted."""
    before = part is not None
    for one in files.parts():
        here = one.name == part
        done = place if here else 0
        if before and not here:
            if everything:
                yield from ((one.name, record, True) for record in one.records(0))
            continue
        before = False
        if one.empty:
            yield one.name, None, here
        for record in one.records(0 if everything else done):
            yield one.name, record, record.place <= done
