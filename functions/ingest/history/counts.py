"""What becomes of the records of an export, counted."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class RecordCounts:
    """What became of the records so far; their sum is `records`. Those that are `linked` say of ids what no event says.
    Codes of refusals, of what was skipped, and of events that are stored otherwise than they are in the export, have a
    count each."""

    records: int = 0
    linked: int = 0
    new: int = 0
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, other: "RecordCounts") -> None:
        """Those of a further batch."""
        self.records += other.records
        self.linked += other.linked
        self.new += other.new
        self.duplicates += other.duplicates
        self.refused += other.refused
        self.skipped += other.skipped
        self.warnings += other.warnings
