"""A choice among things of different weight."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

_Picked = TypeVar("_Picked")


def pick(weights: Mapping[_Picked, float], random: Random) -> _Picked:
    """One of the keys, as often as its weight says."""
    [picked] = random.choices(list(weights), list(weights.values()))
    return picked
