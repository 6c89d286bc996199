"""What a regular expression means, as a value: each engine spells it in its own words."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from query.questions.letter_sets import Ranges

MOST_REPEATED = 255
"""Times in one repetition: more, no engine counts."""
LARGEST = 500
"""How large a pattern may be, about: the ways from place to place in it, once its repetitions are written out. Where
places can be left out there is a way past any number of them."""


@dataclass(frozen=True)
class OneOf:
    """Any one letter of a set."""

    letters: Ranges
    size = 1
    may_be_empty = False
    has_edge = False


@dataclass(frozen=True)
class Edge:
    """A place between letters: where the text begins or ends; where a word does, or none."""

    kind: Literal["begin", "end", "word", "noWord"]
    may_be_empty = True
    has_edge = True

    @property
    def size(self) -> int:
        """How large it is; a word's edge is what stands before and behind it."""
        return 1 if self.kind in ("begin", "end") else 10


@dataclass(frozen=True)
class Sequence:
    """One part after the other."""

    parts: "tuple[Part, ...]"

    @cached_property
    def size(self) -> int:
        """How large it is."""
        runs = (len(list(run)) for empty, run in groupby(self.parts, lambda part: part.may_be_empty) if empty)
        return sum(part.size for part in self.parts) + sum(run**2 for run in runs if run > 1)

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether it takes no letter."""
        return all(part.may_be_empty for part in self.parts)

    @cached_property
    def has_edge(self) -> bool:
        """Whether an edge is in it."""
        return any(part.has_edge for part in self.parts)


@dataclass(frozen=True)
class Choice:
    """Any of its branches."""

    branches: "tuple[Part, ...]"

    @cached_property
    def size(self) -> int:
        """How large it is."""
        return 1 + sum(branch.size for branch in self.branches)

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether it takes no letter."""
        return any(branch.may_be_empty for branch in self.branches)

    @cached_property
    def has_edge(self) -> bool:
        """Whether an edge is in it."""
        return any(branch.has_edge for branch in self.branches)


@dataclass(frozen=True)
class Repeated:
    """A part so many times; without `most`, as often as there is."""

    part: "Part"
    least: int
    most: int | None

    @cached_property
    def size(self) -> int:
        """How large it is."""
        times = max(self.least, self.most or 0, 1)
        return 1 + self.part.size * times * (times if self.part.may_be_empty else 1)

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether it takes no letter."""
        return self.least == 0 or self.part.may_be_empty

    @property
    def has_edge(self) -> bool:
        """Whether an edge is in it."""
        return self.part.has_edge


Part = OneOf | Edge | Sequence | Choice | Repeated
