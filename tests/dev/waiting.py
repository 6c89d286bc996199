"""Waiting for what is about to happen."""

import time
from collections.abc import Callable
from io import StringIO


def wait_until(happened: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait, within reason, until something has happened."""
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert happened()


class Terminal:
    """What a stack's terminal has shown since we began to look."""

    def __init__(self, output: StringIO) -> None:
        self._output = output
        self._begin = len(output.getvalue())

    @property
    def text(self) -> str:
        """Everything so far."""
        return self._output.getvalue()[self._begin :]

    def shows(self, text: str) -> bool:
        """Whether it shows `text` by and by: a process's words take another way than its answer."""
        wait_until(lambda: text in self.text)
        return True
