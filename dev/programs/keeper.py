"""Keeps the programs of the local stack running: one that ends by itself is started again in its place."""

import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

import psycopg

from dev.database.pooler import PoolerFailed
from dev.database.postgres import PostgresFailed

_LOOK_EVERY = 0.2
_STEADY_AFTER = 20.0
"""Seconds that a program has to run for its former ends to be forgotten."""
_TRIES = 5
_REASONS = (PostgresFailed, PoolerFailed, psycopg.Error, OSError, subprocess.SubprocessError)


class Program(Protocol):
    """A running program, such as `postgres.Server` and `pooler.Pooler`."""

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """Its process."""

    def stop(self) -> None:
        """End it and wait until it is gone."""


@dataclass
class _Kept:
    """A program, how to start it again, and how its starts went lately."""

    name: str
    program: Program
    start: Callable[[], Program | None]
    started_at: float
    tries: int = 0
    given_up: bool = False


class Keeper:
    """A context in which programs are kept running; it ends by stopping them, the last one first.

    One thread both starts and stops them: the kernel ends a child with the *thread* that forked it, so that thread has
    to live as long as they do, and a start and the end can't overtake each other. `tell` takes a line for the user;
    `pause` is the wait before a second try in seconds, which doubles with each.
    """

    def __init__(self, tell: Callable[[str], None], pause: float = 0.5) -> None:
        self._tell = tell
        self._pause = pause
        self._kept: list[_Kept] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._thread.join()

    def keep(self, name: str, program: Program, start: Callable[[], Program | None]) -> None:
        """Keep `program`, which needs those kept before it.

        `start` starts it in the same place; it may fail, or give None where the program isn't installed any more.
        """
        self._kept.append(_Kept(name, program, start, monotonic()))

    def _run(self) -> None:
        try:
            while not self._closing.wait(_LOOK_EVERY):
                self._look()
        finally:
            for kept in reversed(self._kept):
                kept.program.stop()

    def _look(self) -> None:
        for kept in self._kept:
            if not kept.given_up and kept.program.process.poll() is not None:
                self._start_again(kept)
            if kept.given_up:
                return  # what comes after needs this one

    def _start_again(self, kept: _Kept) -> None:
        if monotonic() - kept.started_at > _STEADY_AFTER:
            kept.tries = 0
        if kept.tries == _TRIES:
            kept.given_up = True
            self._tell(f"{kept.name} keeps ending and is left alone now: see its log, then run `make dev` again")
            return
        self._tell(f"{kept.name} ended; starting it again")
        if kept.tries and self._closing.wait(self._pause * 2 ** (kept.tries - 1)):
            return
        kept.tries += 1
        try:
            kept.program = kept.start() or kept.program
        except _REASONS as error:
            self._tell(f"{kept.name} could not be started: {_last_line(error)}")
        kept.started_at = monotonic()


def _last_line(error: BaseException) -> str:
    """The line that holds the cause: those who start programs put the end of their log last."""
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]
