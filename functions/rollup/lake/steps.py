"""The numbered steps of what seal does: whoever wants to know is told of each before it is taken."""

from collections.abc import Callable

Step = Callable[[str], None]
"""Told what is done next, by its number."""


def untold(_: str) -> None:
    """Nobody wants to know."""


def of(step: Step, work: str) -> Step:
    """What tells of the steps of one kind of work."""
    return lambda number: step(f"{work} {number}")
