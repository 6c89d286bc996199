"""Where functions' output goes: the terminal with the function's name before it, a file each."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, TextIO

_KEPT_BYTES = 5_000_000


class Output(Protocol):
    """Where lines go."""

    def line(self, name: str, text: str) -> None:
        """One line of `name`."""

    def pump(self, name: str, output: IO[bytes]) -> None:
        """Pass on everything that comes out of a process, until it ends."""


class Logs:
    """The terminal and the folder of log files. Lines of different functions never mix."""

    def __init__(self, folder: Path, terminal: TextIO = sys.stdout) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._terminal = terminal
        self._lock = threading.Lock()
        self._closed = False
        self._files: dict[str, IO[bytes]] = {}

    def line(self, name: str, text: str) -> None:
        """One line of `name`, on the terminal and in its file; metrics (EMF) in the file only.

        A closed terminal costs nothing but the line.
        """
        with self._lock:
            if not text.startswith('{"_aws"'):
                with contextlib.suppress(OSError, ValueError):
                    self._terminal.write(f"{name:<10} | {text}\n")
                    self._terminal.flush()
            if self._closed:
                return  # the last words of a process that was killed a moment ago
            file = self._files.get(name) or self._open(name)
            file.write(text.encode(errors="replace") + b"\n")

    def pump(self, name: str, output: IO[bytes]) -> None:
        """Pass on everything that comes out of a process, until it ends."""
        for text in lines_of(output):
            self.line(name, text)

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._closed = True
            for file in self._files.values():
                file.close()
            self._files.clear()

    def _open(self, name: str) -> IO[bytes]:
        path = self._folder / f"{name}.log"
        if path.exists() and path.stat().st_size > _KEPT_BYTES:
            path.replace(path.with_suffix(".log.1"))
        file = path.open("ab", buffering=0)
        self._files[name] = file
        return file


def lines_of(output: IO[bytes]) -> Iterator[str]:
    """The lines that come out of a function's process."""
    for line in output:
        if b"LAMBDA_WARNING" in line:
            continue  # awslambdaric's advice to suspect an update of the Lambda runtime
        # the runtime client parts the lines of a traceback by carriage returns, for CloudWatch's sake
        for part in line.decode(errors="replace").rstrip("\r\n").split("\r"):
            yield part.replace("\u00a0", " ")
