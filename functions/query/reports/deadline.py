"""When an answer has to be made, for what is counted here and not by an engine."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from spoor.errors import TooSlow

_MORE_S = 2.0
"""Seconds after the time for gathering: what came in on time can mostly still be counted. The function has 28."""


def _nothing(_: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Deadline:
    """`until` (monotonic) all has to be gathered, and counted `more_s` later. Who counts for long says so by `check`;
    `alive` is told the time then, which keeps what the engine holds for as long as the answer takes."""

    until: float = inf
    alive: Callable[[float], None] = _nothing
    more_s: float = _MORE_S

    def left_s(self) -> float:
        """The time that is left for gathering."""
        return max(0.0, self.until - monotonic())

    def share(self, among: int) -> "Deadline":
        """That of the first of so many questions, which have equal parts of the time and count within theirs."""
        return self if among == 1 else Deadline(monotonic() + self.left_s() / among, self.alive, 0.0)

    def check(self) -> None:
        """Give up where time is over: the gateway would hang up without a word of advice.

        Raises TooSlow.
        """
        now = monotonic()
        if now > self.until + self.more_s:
            raise TooSlow
        self.alive(now)


NEVER = Deadline()
