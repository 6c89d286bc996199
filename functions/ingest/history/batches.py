"""The records of an export in batches, from wherever an earlier run came to."""

from collections.abc import Iterator

from ingest.events.event import RefusedEvent
from ingest.history.batch import PendingBatch
from ingest.history.figures import CountedDay
from ingest.history.formats.shape import Format, GivenEvent, Linked, Skipped
from ingest.history.records.files import Files
from ingest.history.records.record import ExportRecord

BATCH = 2000
_MOST_BYTES = 4 << 20
_OFTEN = 16


def batches(files: Files, format_: Format, part: str | None, place: int, size: int = BATCH) -> Iterator[PendingBatch]:
    """The records after the one at `place` of `part`, in batches."""
    pending, begin = PendingBatch(), files.read
    for name, record, is_done in _records(files, part, place, everything=format_.remembers):
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
        if taken is None:
            continue
        pending.counts.records += 1
        if isinstance(taken, Skipped):
            pending.skip(taken.code)
        elif isinstance(taken, Linked):
            pending.link(taken, record.clean)
        elif isinstance(taken, CountedDay):
            pending.figures.append(taken)
        else:
            pending.add(taken, record.clean)
        count = pending.counts.records
        if count >= size or (count % _OFTEN == 0 and files.read - begin > _MOST_BYTES):
            yield pending
            pending, begin = PendingBatch(), files.read
    if pending.end[0]:
        yield pending


def _take(format_: Format, record: ExportRecord) -> GivenEvent | Linked | CountedDay | Skipped | RefusedEvent | None:
    if record.fault:
        return record.fault
    try:
        return format_.take(record)
    except RefusedEvent as refused:
        return refused.caught()


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
