"""Reads an export and stores it: one batch is read while those before are stored, and no more is held in memory."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from importing.batch import Pending, prepare, store
from importing.checkpoint import Checkpoint
from importing.formats.shape import Format, Given, Linked, Skipped
from importing.records.files import Files
from importing.records.record import Record
from ingest.apps.app_rules import AppRules
from ingest.events.event import RefusedEvent

BATCH = 2000
_MOST_BYTES = 4 << 20
_OFTEN = 16
_AHEAD = 2  # batches that wait to be stored or are being stored, while another is read

Tell = Callable[[], None]


def transfer(
    files: Files,
    format_: Format,
    app: AppRules,
    key: str,
    checkpoint: Checkpoint,
    *,
    sender: str,
    tell: Tell,
    size: int = BATCH,
) -> None:
    """Store what of the files is not stored yet; `checkpoint` says how far that was, and is told.

    Raises UnreadableExport, UnknownKey, and one of outage.CANNOT_STORE: then another run goes on.
    """
    with ThreadPoolExecutor(1, "store") as worker:
        under_way: deque[tuple[Pending, Future[None]]] = deque()
        for pending in _batches(files, format_, checkpoint.part, checkpoint.place, size):
            prepared = prepare(pending, app)
            if len(under_way) == _AHEAD:
                _finish(*under_way.popleft(), checkpoint)
            under_way.append((pending, worker.submit(store, pending, prepared, app, key, sender)))
            tell()
        while under_way:
            _finish(*under_way.popleft(), checkpoint)
    checkpoint.end()
    tell()


def _finish(pending: Pending, storing: Future[None], checkpoint: Checkpoint) -> None:
    storing.result()
    checkpoint.save(*pending.end, pending.counts, pending.report)


def _batches(files: Files, format_: Format, part: str | None, place: int, size: int) -> Iterator[Pending]:
    """The records after the one at `place` of `part`, in batches."""
    pending, begin = Pending(), files.read
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
        else:
            pending.add(taken, record.clean)
        count = pending.counts.records
        if count >= size or (count % _OFTEN == 0 and files.read - begin > _MOST_BYTES):
            yield pending
            pending, begin = Pending(), files.read
    if pending.end[0]:
        yield pending


def _take(format_: Format, record: Record) -> Given | Linked | Skipped | RefusedEvent | None:
    if record.fault:
        return record.fault
    try:
        return format_.take(record)
    except RefusedEvent as refused:
        return refused.caught()


def _records(
    files: Files, part: str | None, place: int, *, everything: bool
) -> Iterator[tuple[str, Record | None, bool]]:
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
