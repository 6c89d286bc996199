"""What is gathered to explain a change: what happened in two periods, by what the events said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ToldValues:
    """The values of the properties that are looked at, in their order, as an event said them. `known` are what they are
    compared by: equal for equal JSON."""

    values: tuple[Any, ...]
    known: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """Of everybody who entered a funnel in a period what they told (`told`, a place among the told ones), when that was
    (`times_us`, since 2000), and whether they `converted`."""

    told: Sequence[int]
    times_us: Sequence[int]
    converted: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Units:
    """What each visitor did on each day of a period: what they told (a place among the told ones), who it was (a number
    for each visitor), on which of the `days`, and in how many `events`."""

    told: Sequence[int]
    visitors: Sequence[int]
    days: Sequence[int]
    events: Sequence[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """The told ones of both periods, and what happened in each: entries of a funnel, or units of a trend."""

    properties: Sequence[str]
    told: Sequence[ToldValues]
    now: Entries | Units
    before: Entries | Units
