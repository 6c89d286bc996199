"""Reads the rows of a funnel's statement: parcels of visitors, what their events can meet, and when they were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from query.reports.packed import integers
from spoor.errors import TooLarge


@dataclass(frozen=True, slots=True)
class Part:
    """Events of one mask: when they were, in microseconds since 2000, whose, and what their breakdown says."""

    mask: int
    times: Sequence[int]
    visitors: Sequence[bytes]
    said: Sequence[bytes] | None


def parcels(rows: Sequence[Mapping[str, Any]], bits: int, most: int) -> Iterator[list[Part]]:
    """The parts of each parcel; all events of a visitor are in one.

    Raises TooLarge where there are more than `most` events.
    """
    if sum(row["events"] for row in rows) > most:
        raise TooLarge(f"More than {most:,} events have the names of these steps. Ask for a shorter range, or filter.")
    kept = sorted((row for row in rows if row["times"] is not None), key=itemgetter("part"))
    for _, parcel in groupby(kept, key=lambda row: row["part"] >> bits):
        yield [_read(row, bits) for row in parcel]


def _read(row: Mapping[str, Any], bits: int) -> Part:
    return Part(
        row["part"] & (1 << bits) - 1,
        integers(row["times"]),
        row["visitors"].split(b"\0"),
        row["said"].split(b"\0") if "said" in row else None,
    )
