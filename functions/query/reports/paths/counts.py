"""Paths that an engine has counted already."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

NodeKey: TypeAlias = tuple[int, bytes]
"""A step, and what was done at it."""


@dataclass(frozen=True, slots=True)
class CountedPaths:
    """How many visitors `met` each node, in how many sessions one node's name was `followed` by another, by the step of
    the first; and how many visitors met any `others` than some nodes, by step."""

    met: Mapping[NodeKey, int]
    followed: Mapping[tuple[int, bytes, bytes], int]
    others: Callable[[Collection[NodeKey]], Mapping[int, int]]
