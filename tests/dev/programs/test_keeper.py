"""Programs that end by themselves, and those that are ended."""

import subprocess
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dev.programs.keeper import Keeper
from host.runtime.logs import Logs
from tests.dev.processes import is_alive, wait_gone
from tests.dev.waiting import Terminal, wait_until

KEEPS_ENDING = "keeps ending and is left alone now"


@dataclass
class Running:
    """A program as the keeper sees it."""

    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def start(*command: str) -> Running:
    """A program of our own."""
    return Running(subprocess.Popen(command))


def test_one_that_always_ends_at_once_is_left_alone_after_five_tries_and_so_is_what_needs_it(tmp_path: Path) -> None:
    logs = Logs(tmp_path, output := StringIO())
    terminal = Terminal(output)
    with Keeper(lambda line: logs.line("dev", line), pause=0.01) as keeper:
        keeper.keep("first", start("false"), lambda: start("false"))
        keeper.keep("second", start("false"), lambda: start("false"))
        assert terminal.shows(f"first {KEEPS_ENDING}")
    assert terminal.text.count("first ended; starting it again") == 5
    assert f"second {KEEPS_ENDING}" not in terminal.text
    logs.close()


def test_one_that_can_not_be_started_is_tried_again_and_its_reason_told(tmp_path: Path) -> None:
    logs = Logs(tmp_path, output := StringIO())
    program = tmp_path / "program"
    with Keeper(lambda line: logs.line("dev", line), pause=0.1) as keeper:
        started: list[Running] = []

        def start_it() -> Running:
            started.append(start(str(program)))
            return started[-1]

        keeper.keep("it", start("false"), start_it)
        assert Terminal(output).shows("it could not be started: [Errno 2] No such file or directory")
        program.write_text("#!/bin/sh\nexec sleep 60\n")
        program.chmod(0o755)
        wait_until(lambda: started)
        assert is_alive(started[-1].process.pid)
    assert not wait_gone([started[-1].process.pid], seconds=1)
    logs.close()


def test_none_is_started_again_once_the_end_has_begun(tmp_path: Path) -> None:
    logs = Logs(tmp_path, output := StringIO())
    with Keeper(lambda line: logs.line("dev", line)) as keeper:
        first, second = start("sleep", "60"), start("sleep", "60")
        keeper.keep("first", first, lambda: start("sleep", "60"))
        keeper.keep("second", second, lambda: start("sleep", "60"))
    assert not wait_gone([first.process.pid, second.process.pid], seconds=1)
    assert output.getvalue() == ""
    logs.close()
