"""Another process that keeps sessions when told to, and can be killed at it: `python -m tests.rollup.runner`."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from rollup.sessions.rounds import Patience, Work, catch_up
from rollup.sessions.stretch import Limits

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": f"{ROOT}/functions:{ROOT}/layers/common:{ROOT}", "POWERTOOLS_SERVICE_NAME": "rollup"}


class Runner:
    """One such process; a new one is started when it was killed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.kill()

    def begin(self, now: datetime, limits: Limits) -> None:
        """Let it keep sessions; it does so while this process goes on."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.rollup.runner"],
                cwd=ROOT,
                env={**os.environ, **ENVIRONMENT, "DATABASE_URL": self.url},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._answer()  # it is up: what comes now is the run itself
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"now": now.isoformat(), "limits": asdict(limits)}) + "\n")
        self.process.stdin.flush()

    def end(self) -> Work:
        """Wait for the end of the run."""
        return Work(**self._answer())

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _answer(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


def main() -> None:
    """Answer a line of JSON with a line of JSON, until there are no more."""
    print(json.dumps({}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        done = catch_up(datetime.fromisoformat(order["now"]), Patience(), Limits(**order["limits"]))
        print(json.dumps(asdict(done)), flush=True)


if __name__ == "__main__":
    main()
