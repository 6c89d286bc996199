"""Reads the rows of a funnel's statement: parcels of visitors, what their events can meet, and when they were."""

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

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
        message = (
            f"More than {most:,} events have the names of this funnel's steps. Ask for a shorter range, or filter."
        )
        raise TooLarge(message)
    kept = sorted((row for row in rows if row["times"] is not None), key=itemgetter("part"))
    for _, parcel in groupby(kept, key=lambda row: row["part"] >> bits):
        yield [_read(row, bits) for row in parcel]


def _read(row: Mapping[str, Any], bits: int) -> Part:
    return Part(
        row["part"] & (1 << bits) - 1,
        _integers(row["times"]),
        row["visitors"].split(b"\0"),
        row["said"].split(b"\0") if "said" in row else None,
    )


def _integers(packed: bytes) -> Sequence[int]:
    """What Postgres sends as `int8` each, the highest byte first."""
    found = array("q", packed)
    if sys.byteorder == "little":
        found.byteswap()
    return found
