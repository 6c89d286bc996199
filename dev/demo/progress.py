"""Shows how far the sending is: one line that changes on a terminal, a line each tenth in a log."""

from collections.abc import Callable
from typing import TextIO

from dev.demo.send import Tally


class Progress:
    """Writes to `out`; `clock` counts seconds, from now on."""

    def __init__(self, out: TextIO, clock: Callable[[], float]) -> None:
        self._out = out
        self._clock = clock
        self._began = clock()
        self._tenths = 0

    def show(self, tally: Tally) -> None:
        """Show a tally."""
        rate = tally.sent / max(self._clock() - self._began, 0.001)
        line = f"{tally.sent:>7,} of {tally.total:,} events, {rate:,.0f} a second"
        done = tally.sent == tally.total
        if self._out.isatty():
            self._out.write(f"\r{line}\033[K" + ("\n" if done else ""))
        elif done or tally.sent * 10 // tally.total > self._tenths:
            self._tenths = tally.sent * 10 // tally.total
            self._out.write(f"{line}\n")
        self._out.flush()
