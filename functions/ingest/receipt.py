"""What became of each event of a request: accepted, duplicate or rejected, and nothing else."""

from collections import Counter
from dataclasses import dataclass

from ingest.event import Refused
from ingest.pipeline import Prepared
from ingest.store import Stored
from spoor.telemetry import emit, logger


@dataclass(frozen=True, slots=True)
class Receipt:
    """accepted + duplicates + the rejected = what was sent. `rejected` and `warnings` are in order of position.

    `queued` of the accepted wait in the queue since the database is away.
    """

    accepted: int
    duplicates: int
    rejected: list[tuple[int, Refused]]
    warnings: list[tuple[int, str]]
    queued: int = 0


def write(prepared: Prepared, stored: Stored) -> Receipt:
    """The receipt of a batch."""
    late = [(prepared.positions[place], refused) for place, refused in stored.refused.items()]
    rejected = sorted([*prepared.refusals, *late], key=lambda one: one[0])
    good = len(prepared.rows) - len(late)
    return Receipt(stored.new, good - stored.new, rejected, prepared.warnings)


def count(receipt: Receipt, vendor: str) -> None:
    """Count the outcome in metrics, and log why events were rejected: codes, never their contents."""
    rejected = len(receipt.rejected)
    if receipt.queued:
        emit(EventsQueued=receipt.queued, EventsRejected=rejected)  # drain counts them again, by what becomes of them
    else:
        emit(EventsAccepted=receipt.accepted, EventsDuplicate=receipt.duplicates, EventsRejected=rejected)
    if rejected:
        codes = Counter(refused.code for _, refused in receipt.rejected)
        logger.info("events rejected", vendor=vendor, codes=dict(codes))
