"""Reads an export and stores it: one batch is read while those before are stored, and no more is held in memory."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from importing.checkpoint import Checkpoint
from importing.copying import Copier
from ingest.apps.app_rules import AppRules
from ingest.history.batch import PendingBatch, store
from ingest.history.batches import BATCH, batches
from ingest.history.formats.shape import Format
from ingest.history.records.files import Files

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
    copier = Copier()
    with ThreadPoolExecutor(1, "store") as worker:
        under_way: deque[tuple[PendingBatch, Future[None]]] = deque()
        for pending in batches(files, format_, app, checkpoint.part, checkpoint.place, size):
            if len(under_way) == _AHEAD:
                _finish(*under_way.popleft(), checkpoint)
            under_way.append((pending, worker.submit(store, pending, app, key, sender, put=copier.insert)))
            tell()
        while under_way:
            _finish(*under_way.popleft(), checkpoint)
    checkpoint.end()
    tell()


def _finish(pending: PendingBatch, storing: Future[None], checkpoint: Checkpoint) -> None:
    storing.result()
    checkpoint.save(*pending.end, pending.counts, pending.report)
