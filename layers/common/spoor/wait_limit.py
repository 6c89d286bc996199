"""Ends the wait for a call that takes no deadline of its own, such as the look-up of a name."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

_RESULT = TypeVar("_RESULT")


def call_within(seconds: float, function: Callable[[], _RESULT]) -> _RESULT:
    """What `function` returns or raises. After `seconds` it goes on in a thread for which nobody waits.

    Raises TimeoutError.
    """
    outcome: SimpleQueue[tuple[_RESULT | None, Exception | None]] = SimpleQueue()

    def work() -> None:
        try:
            outcome.put((function(), None))
        except Exception as error:  # handed to who waits
            outcome.put((None, error))

    Thread(target=work, daemon=True).start()
    try:
        result, error = outcome.get(timeout=max(0.0, seconds))
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # there is one where there is no error
