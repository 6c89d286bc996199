"""When an answer has to be made, for what is counted here and not by an engine."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from spoor.errors import TooSlow

_MORE = 2.0
"""Seconds after the time for gathering: what came in on time can mostly still be counted. The function has 28."""


def _nothing(_: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Deadline:
    """`until` (monotonic) all has to be gathered. Who counts for long says so by `check`; `alive` is told the time
    then, which keeps what the engine holds for as long as the answer takes."""

    until: float = inf
    alive: Callable[[float], None] = _nothing

    def check(self) -> None:
        """Give up where time is over: the gateway would hang up without a word of advice.

        Raises TooSlow.
        """
        now = monotonic()
        if now > self.until + _MORE:
            raise TooSlow
        self.alive(now)


NEVER = Deadline()
