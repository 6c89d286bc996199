"""Instances of a function as Lambda runs them: a process each, one request at a time."""

import json
import os
import signal
import threading
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from host.runtime.environment import Environment
from host.runtime.launcher import Launcher
from host.runtime.logs import Logs
from host.runtime.runtime_api import Invocation
from host.template.bundle import Function
from tests.faults.rig import kernel

ROOT = Path(__file__).parents[3]
INGEST, AUTH, QUERY = (
    Function(
        name=f"{name.title()}Function",
        handler=f"{name}.app.handler",
        code=ROOT / "functions",
        layers=(ROOT / "layers" / "common",),
        runtime="python3.11",
        timeout=timeout,
        memory=512,
    )
    for name, timeout in (("ingest", 15.0), ("auth", 60.0), ("query", 28.0))
)


class NoAnswer(Exception):
    """The instance died, was killed, or said nothing in time."""


class Instance:
    """A process that has loaded `function`. After `kill` the next request starts another one."""

    def __init__(self, function: Function, variables: Mapping[str, str], launcher: Launcher, logs: Logs) -> None:
        self._function = function
        self._variables = variables
        self._launcher = launcher
        self._logs = logs
        self._lock = threading.Lock()
        self._environment = self._start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._environment.pid

    def handle(self, event: dict[str, Any], _context: object = None) -> dict[str, Any]:
        """What the function makes of `event`; one at a time.

        Raises NoAnswer.
        """
        with self._lock:
            if not self._environment.alive:
                self._environment = self._start()
            invocation = Invocation(json.dumps(event).encode(), self._function.timeout)
            self._environment.run(invocation)
            if not invocation.wait(self._function.timeout):
                self._environment.kill()
                raise NoAnswer("timed out")
            if invocation.error:
                raise NoAnswer(str(invocation.error))
        answer = json.loads(invocation.answer)
        assert isinstance(answer, dict)
        return answer

    def kill(self) -> None:
        """End it as a time-out does, in the middle of whatever it does."""
        self._environment.kill()

    def freeze(self) -> None:
        """Stop it as Lambda does between requests, and a hung machine within one."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it run again."""
        os.kill(self.pid, signal.SIGCONT)

    def memory(self, field: str) -> int:
        """Bytes of its memory, as `kernel.memory` has them."""
        return kernel.memory(self.pid, field)

    def forget_peak(self) -> None:
        """Let VmHWM begin anew."""
        kernel.forget_peak(self.pid)

    def close(self) -> None:
        """End it and wait until it is gone."""
        self._environment.kill()
        self._environment.join()

    def _start(self) -> Environment:
        environment = Environment(self._function, self._variables, self._launcher, self._logs)
        if not environment.wait_ready(30):
            environment.kill()
            raise NoAnswer("did not load")
        return environment


class Instances:
    """Starts instances that write their logs to `folder`, and ends them all."""

    def __init__(self, folder: Path, variables: Mapping[str, str], function: Function = INGEST) -> None:
        self._log = folder / f"{function.nickname}.log"
        self._function = function
        self._logs = Logs(folder, StringIO())
        self._launcher = Launcher()
        self._variables = variables
        self._all: list[Instance] = []

    def start(self, count: int) -> list[Instance]:
        """`count` more of them."""
        started = [Instance(self._function, self._variables, self._launcher, self._logs) for _ in range(count)]
        self._all += started
        return started

    def log(self) -> list[str]:
        """What they have logged, all of them together."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    def close(self) -> None:
        """End every one."""
        for each in self._all:
            each.close()
        self._logs.close()
        self._launcher.close()
