"""What is gathered to explain a change."""

from collections.abc import Sequence
from dataclasses import dataclass

from query.reports.funnel.parcels import Parcels


@dataclass(frozen=True, slots=True)
class Counted:
    """Events that told the same: the JSON list of their values as `told`, and of each visitor and day that has any who
    it was (a number for each visitor of the period), which day of the period, and how many they are."""

    told: str
    visitors: Sequence[int]
    days: Sequence[int]
    events: Sequence[int]


@dataclass(frozen=True, slots=True)
class FoundChanges:
    """The names of the properties that are looked at, and what happened in each period: the parcels of a funnel, whose
    events say the JSON list of their values, or the events of a trend, counted."""

    properties: Sequence[str]
    now: Parcels | Sequence[Counted]
    before: Parcels | Sequence[Counted]
