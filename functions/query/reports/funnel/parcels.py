"""What is gathered for a funnel: the events that matter to it, in parcels of whole visitors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Events of one mask: bit k of it says that they can meet step k, the bits after the steps' are the exclusions', in
    order. `times` are in microseconds since 2000, `visitors` say whose they are, `said` is the JSON of what their
    breakdown's property says, None without a breakdown."""

    mask: int
    times: Sequence[int]
    visitors: Sequence[bytes]
    said: Sequence[bytes] | None


Parcels = Iterable[list[Part]]
"""The parts of each parcel; all events of a visitor are in one."""
