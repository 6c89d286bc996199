"""Progress can be watched on a terminal and read in a log."""

from io import StringIO

from dev.demo.progress import Progress
from dev.demo.send import Tally


class Terminal(StringIO):
    """Says that somebody watches."""

    def isatty(self) -> bool:
        return True


def shown(out: StringIO, steps: int) -> str:
    """What is written while 2000 events go out, a second for each of `steps`."""
    now = 0.0
    progress = Progress(out, lambda: now)
    for step in range(1, steps + 1):
        now = float(step)
        progress.show(Tally(2000, accepted=2000 * step // steps))
    return out.getvalue()


def test_a_terminal_has_one_line_that_changes() -> None:
    text = shown(Terminal(), 4)
    assert text.count("\r") == 4
    assert text.count("\n") == 1
    assert text.splitlines()[-1].startswith("  2,000 of 2,000 events, 500 a second")


def test_a_log_has_a_line_for_each_tenth() -> None:
    lines = shown(StringIO(), 100).splitlines()
    assert len(lines) == 10
    assert lines[0] == "    200 of 2,000 events, 20 a second"
