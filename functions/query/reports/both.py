"""What is gathered for a question's own range, and apart from it for the one that this is compared with."""

from dataclasses import dataclass
from typing import Generic, TypeVar

G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Both(Generic[G]):
    """The same of two ranges: `now` of the question's own, `before` of the other, which may lie behind it, too."""

    now: G
    before: G
