"""What became of each event of a request: accepted, duplicate or rejected, and nothing else."""

from dataclasses import dataclass, field

from ingest.events.breach import Breach
from ingest.events.event import RefusedEvent
from ingest.events.pipeline import Prepared
from ingest.storage.store import Stored
from spoor.telemetry import emit


@dataclass(frozen=True, slots=True)
class Receipt:
    """accepted + duplicates + rejected + unwanted = what was sent; lists are in order of position.

    `unwanted` is what the app's own rules refuse: a receipt with room for it says so, but to SDKs that would send it
    again, or call it an error, it is a success. `breaches` of the tracking plan are those of events that are stored.
    `queued` of the accepted wait in the queue since the database is away.
    """

    accepted: int
    duplicates: int
    rejected: list[tuple[int, RefusedEvent]]
    warnings: list[tuple[int, str]]
    queued: int = 0
    unwanted: list[tuple[int, RefusedEvent]] = field(default_factory=list)
    breaches: list[tuple[int, Breach]] = field(default_factory=list)

    @property
    def refused(self) -> list[tuple[int, RefusedEvent]]:
        """All that is not stored, for whatever reason."""
        return sorted([*self.rejected, *self.unwanted], key=_position) if self.unwanted else self.rejected


def write(prepared: Prepared, stored: Stored) -> Receipt:
    """The receipt of a batch."""
    late = [(prepared.positions[place], refused) for place, refused in stored.refused.items()]
    rejected = sorted([*prepared.refusals, *late], key=_position)
    good = len(prepared.rows) - len(late)
    warnings = sorted({*prepared.warnings, *stored.warnings}) if stored.warnings else prepared.warnings
    return Receipt(
        stored.new,
        good - stored.new,
        rejected,
        warnings,
        unwanted=prepared.unwanted,
        breaches=prepared.breaches,
    )


def count(receipt: Receipt, vendor: str) -> None:
    """Count the outcome in metrics, each reason of a refusal too; the line in the log that says so names the vendor."""
    refused: dict[str, int] = {}
    for _, one in receipt.refused:
        refused[one.code] = refused.get(one.code, 0) + 1
    rejected = {f"Rejected{code.title().replace('_', '')}": number for code, number in refused.items()}
    about = {"vendor": vendor}
    if receipt.queued:  # drain counts them again, by what becomes of them
        emit(about, EventsQueued=receipt.queued, EventsRejected=len(receipt.refused), **rejected)
    else:
        emit(
            about,
            EventsAccepted=receipt.accepted,
            EventsDuplicate=receipt.duplicates,
            EventsRejected=len(receipt.refused),
            **rejected,
        )


def _position(one: tuple[int, RefusedEvent]) -> int:
    return one[0]
