"""What the image runs, as a folder: made by the script that Dockerfile calls, run as its user would run it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg

from dev.programs.processes import hand_over, let_pass, unprivileged_user
from tests.stack import ROOT

_READY = re.compile(rb'"ready on port (\d+)(?:, ingest on port (\d+))?"')
KEPT = ("PATH", "LANG", "TZ", "LD_LIBRARY_PATH")


@dataclass
class Hosted:
    """A running host: its pages, where trackers post to, its database past any pooler, its data, what it said."""

    url: str
    ingest: str
    database: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def stop(self) -> int:
        """Ask it to end, and wait; its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()


def lay_out(folder: Path) -> Path:
    """The layout in `folder`, where only its maker may write."""
    environment = {**os.environ, "PYTHON": sys.executable, "BYTECODE": "no"}
    subprocess.run([ROOT / "scripts/image.sh", folder], env=environment, check=True, capture_output=True)
    subprocess.run(["chmod", "-R", "a-w", folder], check=True)
    if unprivileged_user():
        for path in (folder, Path(sys.executable), Path(sys.executable).resolve(), Path(psycopg.__file__)):
            let_pass(path)
    return folder


def take_away(folder: Path) -> None:
    """Remove a layout."""
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    shutil.rmtree(folder)


def _environment(layout: Path) -> dict[str, str]:
    """As Dockerfile has it."""
    path = ":".join(str(layout / each) for each in ("", "functions", "layers/common"))
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def within(layout: Path, *command: str | Path, **variables: str) -> str:
    """What another command prints that is run in a layout, as `docker run --entrypoint python` does."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=layout,
        env={**_environment(layout), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def hosted(layout: Path, data: Path, database_url: str, direct_url: str = "", **variables: str) -> Iterator[Hosted]:
    """`python -m host` of a layout, as nobody who may write there; killed at the end where it still runs."""
    data.mkdir(parents=True, exist_ok=True)
    hand_over(data)
    user = unprivileged_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = _environment(layout)
    environment |= {"PORT": "0", "BIND": "127.0.0.1", "SPOOR_DATA": str(data), "DATABASE_URL": database_url}
    environment |= {"DIRECT_DATABASE_URL": direct_url or database_url, **variables}
    log = data.parent / f"{data.name}.log"
    command = [sys.executable, "-m", "host"]
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, cwd=layout, env=environment, stdout=subprocess.PIPE, stderr=errors, **identity
        )  # type: ignore[call-overload]  # the keywords depend on who we are
    try:
        port, own = _wait_ready(process, log)
        url = f"http://localhost:{port}"
        yield Hosted(
            url, f"http://localhost:{own}" if own else f"{url}/i", direct_url or database_url, data, log, process
        )
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def _wait_ready(process: subprocess.Popen[bytes], log: Path) -> tuple[str, str | None]:
    assert process.stdout
    with log.open("ab") as said:
        for line in process.stdout:
            said.write(line)
            if found := _READY.search(line):
                threading.Thread(target=_copy, args=(process.stdout, log), daemon=True).start()
                return found[1].decode(), found[2].decode() if found[2] else None
    process.stdout.close()
    raise AssertionError(f"the host did not start:\n{log.read_text()}")


def _copy(output: IO[bytes], log: Path) -> None:
    """Unread, its lines would fill the pipe, and it would wait for a reader for ever."""
    with log.open("ab") as said, output:
        shutil.copyfileobj(output, said)
