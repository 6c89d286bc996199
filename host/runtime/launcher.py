"""Starts the processes that functions run in."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from host.runtime.parent import die_with_parent

_LOOP = Path(__file__).with_name("loop.py")
PLAIN_LOOP = (sys.executable, "-P", str(_LOOP))
"""Our own runtime client."""


def runtime_client() -> tuple[str, ...]:
    """The command that runs a handler: AWS's own client, or ours where there is no wheel of it."""
    if find_spec("awslambdaric") and find_spec("runtime_client"):
        return (sys.executable, "-m", "awslambdaric")
    return PLAIN_LOOP


class Launcher:
    """Starts handlers under `client`, from one thread that lives as long as the stack.

    The kernel ends a child with the *thread* that forked it, and the thread that serves a request is soon gone.
    """

    def __init__(self, client: Sequence[str] | None = None) -> None:
        self._client = client or runtime_client()
        self._thread = ThreadPoolExecutor(1, "launcher")
        self._before_exec = die_with_parent(signal.SIGKILL)

    def launch(self, handler: str, variables: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
        """Start a handler as the leader of its own group, its output in a pipe, with `variables` and no others."""
        return self._thread.submit(self._launch, [*self._client, handler], variables, folder).result()

    def close(self) -> None:
        """End the thread, and with it whatever it started."""
        self._thread.shutdown()

    def _launch(self, command: Sequence[str], variables: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=variables,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=self._before_exec,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and everything it started, as Lambda does: without a word."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
