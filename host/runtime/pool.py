"""The environments of one function: more when all are busy, fewer when they idle, new ones when the code changed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from host.runtime.environment import Environment
from host.runtime.errors import Crashed, GaveUp, InvokeError, Throttled, TimedOut, TooLarge, error_payload
from host.runtime.runtime_api import PAYLOAD_LIMIT, Invocation
from host.runtime.watch import Watch
from host.template.bundle import Function

LOCAL_CAP = 10
"""Environments of a function that reserves none: in AWS they would share the account's thousand."""
INIT_SECONDS = 60.0
"""Lambda allows 10; a laptop that starts a Postgres and every function at once may need longer."""
IDLE_SECONDS = 60.0
_FOREVER = 86400.0


@dataclass(frozen=True)
class Upkeep:
    """How many environments a function may have (`limit`, its own where None), how many seconds a caller stands in line
    for one (`line_s`: as in Lambda where None), how many are kept however long they idle, and whether a change of the
    code makes new ones."""

    limit: int | None = None
    line_s: float | None = None
    keeps: int = 1
    idle_s: float = IDLE_SECONDS
    watches: bool = True


LOCAL = Upkeep()


@dataclass(eq=False)
class _Kept:
    """An environment, the state of the code it loaded, and when it fell idle."""

    environment: Environment
    stamp: int
    idle_since: float = 0.0


class Pool:
    """Runs events of `function` in environments made by `start`.

    `tell` takes a line about the function that the function can't write itself.
    """

    def __init__(
        self,
        function: Function,
        start: Callable[[], Environment],
        tell: Callable[[str], None],
        upkeep: Upkeep = LOCAL,
    ) -> None:
        self.function = function
        self.tell = tell
        self._start = start
        self._upkeep = upkeep
        self._watch = Watch(function.sources if upkeep.watches else ())
        self._limit = upkeep.limit or (LOCAL_CAP if function.reserved is None else function.reserved)
        self._line_s = upkeep.line_s if upkeep.line_s is not None else _FOREVER if function.reserved is None else 0.0
        self._change = threading.Condition()
        self._idle: list[_Kept] = []
        self._busy: set[_Kept] = set()
        self._starting = 0
        self._closing = False

    def invoke(self, payload: bytes, patience: float = _FOREVER) -> bytes:
        """The function's answer to an event, waited for no longer than `patience` seconds.

        Raises FunctionError and its kin, Throttled, GaveUp, TooLarge.
        """
        try:
            return self._invoke(payload, patience)
        except (Crashed, TimedOut, Throttled, GaveUp, TooLarge) as error:
            self.tell(str(error))
            raise

    def warm(self) -> None:
        """Have one environment ready. Raises InitFailed."""
        if self._limit:
            self._release(self._acquire(time.monotonic() + _FOREVER))

    @property
    def is_crowded(self) -> bool:
        """Whether half of the environments that it may have are busy."""
        return not self._line_s and 2 * len(self._busy) >= self._limit

    def pids(self) -> list[int]:
        """The process ids of its environments."""
        with self._change:
            return [kept.environment.pid for kept in (*self._idle, *self._busy)]

    def reap(self, idle_seconds: float | None = None) -> None:
        """End environments that have idled that long, all but those used last that are kept."""
        oldest = time.monotonic() - (self._upkeep.idle_s if idle_seconds is None else idle_seconds)
        with self._change:
            spared = self._idle[-self._upkeep.keeps :] if self._upkeep.keeps else []
            surplus = [kept for kept in self._idle if kept not in spared and kept.idle_since < oldest]
            self._idle = [kept for kept in self._idle if kept not in surplus]
        for kept in surplus:
            kept.environment.kill()

    def retire(self) -> None:
        """End idle environments now and busy ones after their answer; nothing starts any more."""
        with self._change:
            self._closing = True
            idle, self._idle = self._idle, []
            self._change.notify_all()
        for kept in idle:
            kept.environment.kill()

    def finish(self, seconds: float) -> bool:
        """Whether all that runs was done in so many seconds; retire it first."""
        with self._change:
            return self._change.wait_for(lambda: not self._busy and not self._starting, seconds)

    def close(self) -> None:
        """End every environment at once and wait until they are gone."""
        with self._change:
            everything = [*self._idle, *self._busy]
        self.retire()
        for kept in everything:
            kept.environment.kill()
        for kept in everything:
            kept.environment.join()

    def _invoke(self, payload: bytes, patience: float) -> bytes:
        if len(payload) > PAYLOAD_LIMIT:
            raise TooLarge(f"the event has {len(payload)} bytes, Lambda takes {PAYLOAD_LIMIT}")
        end = time.monotonic() + patience
        kept = self._acquire(end)
        invocation = Invocation(payload, self.function.timeout)
        kept.environment.run(invocation)
        begun = time.monotonic()
        if end - begun < self.function.timeout and not invocation.wait(max(end - begun, 0)):
            rest = self.function.timeout - (time.monotonic() - begun)
            threading.Thread(target=self._see_out, args=(kept, invocation, rest), daemon=True).start()
            raise GaveUp(f"no answer within {patience:.0f} s")
        self._see_out(kept, invocation, self.function.timeout)
        if invocation.error:
            raise invocation.error
        return invocation.answer

    def _acquire(self, end: float) -> _Kept:
        stamp = self._watch.stamp
        line = min(end, time.monotonic() + self._line_s)
        with self._change:
            while True:
                if self._closing:
                    raise Throttled(f"{self.function.nickname} is being shut down")
                kept = self._pop_idle(stamp)
                if kept:
                    self._busy.add(kept)
                    return kept
                if len(self._busy) + self._starting < self._limit:
                    self._starting += 1
                    break
                if not self._change.wait(max(line - time.monotonic(), 0)):
                    raise Throttled(f"all {self._limit} environments of {self.function.nickname} are busy")
        return self._start_one(stamp, end)

    def _pop_idle(self, stamp: int) -> _Kept | None:
        while self._idle:
            kept = self._idle.pop()
            if kept.environment.alive and kept.stamp == stamp:
                return kept
            kept.environment.kill()
        return None

    def _start_one(self, stamp: int, end: float) -> _Kept:
        try:
            kept = _Kept(self._start(), stamp)
        except BaseException:
            self._started(None)
            raise
        self._started(kept)
        try:
            if not kept.environment.wait_ready(min(INIT_SECONDS, max(end - time.monotonic(), 0))):
                threading.Thread(target=self._finish_start, args=(kept,), daemon=True).start()
                raise GaveUp(f"{self.function.nickname} was not loaded in time")
        except InvokeError as error:
            if not isinstance(error, GaveUp):
                kept.environment.kill()
                self._release(kept)
            raise
        return kept

    def _started(self, kept: _Kept | None) -> None:
        with self._change:
            self._starting -= 1
            if kept:
                self._busy.add(kept)
                if self._closing:
                    kept.environment.kill()
            self._change.notify()

    def _finish_start(self, kept: _Kept) -> None:
        """Wait for an environment whose caller has left: the next caller will find it warm."""
        try:
            if not kept.environment.wait_ready(INIT_SECONDS):
                kept.environment.kill()
        except InvokeError:
            kept.environment.kill()
        self._release(kept)

    def _see_out(self, kept: _Kept, invocation: Invocation, seconds: float) -> None:
        """Wait for the outcome, kill the environment that overruns, and take it back."""
        if not invocation.wait(max(seconds, 0)):
            message = (
                f"RequestId: {invocation.request_id} Error: Task timed out after {self.function.timeout:.2f} seconds"
            )
            error = TimedOut(error_payload("Sandbox.Timedout", message))
            invocation.fail(error)
            kept.environment.kill(error)
        elif isinstance(invocation.error, Crashed):
            kept.environment.kill(invocation.error)
        self._release(kept)

    def _release(self, kept: _Kept) -> None:
        with self._change:
            self._busy.discard(kept)
            if kept.environment.alive and not self._closing:
                kept.idle_since = time.monotonic()
                self._idle.append(kept)
            self._change.notify()
            closing = self._closing
        if closing:
            kept.environment.kill()
