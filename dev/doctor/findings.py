"""What was found out about a database, and what each of it means."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing, in a sentence that says what to do where something is to be done."""

    weight: Weight
    text: str


def good(text: str) -> Finding:
    """As it should be."""
    return Finding(Weight.GOOD, text)


def note(text: str) -> Finding:
    """Worth knowing."""
    return Finding(Weight.NOTE, text)


def bad(text: str) -> Finding:
    """To be changed."""
    return Finding(Weight.BAD, text)
