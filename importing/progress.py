"""Tells people how far an import is, and when it will be through."""

from collections import Counter
from time import monotonic

from ingest.history.counts import RecordCounts

_EVERY_S = 2.0


class Progress:
    """Says so at most every two seconds; bytes are those of the files as they lie on the disk."""

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._begun = monotonic()
        self._said = self._begun
        self._first: int | None = None

    def line(self, read: int, counts: RecordCounts, *, now: bool = False) -> str | None:
        """The line to print, or None where it is too early for another."""
        at = monotonic()
        if self._first is None:
            self._first = read
        if not now and at - self._said < _EVERY_S:
            return None
        self._said = at
        moved = read - self._first
        left = (self._total - read) * (at - self._begun) / moved if moved > 0 else None
        rest = "" if left is None or now else f", about {_spoken(left)} left"
        share = min(100, read * 100 // self._total)
        return f"{share} % ({_bytes(read)} of {_bytes(self._total)}): {summary(counts)}{rest}"


def summary(counts: RecordCounts) -> str:
    """What became of the records so far."""
    refused, skipped = counts.refused.total(), counts.skipped.total()
    said = f"{counts.records} records, {counts.new} new, {counts.duplicates} there already, {refused} refused"
    said += f", {skipped} skipped" if skipped else ""
    return f"{said}, {counts.linked} links of ids" if counts.linked else said


def details(name: str, codes: Counter[str]) -> str:
    """Codes with their counts, the most frequent first."""
    return f"{name}: " + ", ".join(f"{code} {count}" for code, count in codes.most_common())


def _bytes(count: int) -> str:
    size, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.1f} {unit}" if unit != "B" else f"{count} B"


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
