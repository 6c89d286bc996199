"""Answers that take the same time, whether or not there was something to do: so that nobody learns by a clock whom we
know."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_FLOOR = 0.5
"""Seconds, Better Auth's own; a mail is sent in less."""


@contextmanager
def floor() -> Iterator[None]:
    """Let what is done inside take half a second at least, an error too."""
    until = time.monotonic() + _FLOOR
    try:
        yield
    finally:
        time.sleep(max(0.0, until - time.monotonic()))
