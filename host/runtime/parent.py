"""Children that never outlive their parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program, so that the kernel ends it with us; None where there is no such call."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # looked up here: the loader's lock may be held while we fork
    parent = os.getpid()

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:  # it was already too late
            os._exit(1)

    return arrange
