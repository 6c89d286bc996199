"""`python -m dev` as people run it: Postgres, PgBouncer, functions, and nothing of them afterwards."""

import ctypes
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.dev.client import Client
from tests.dev.conftest import BUNDLE
from tests.dev.processes import child, descendants, mentioning, wait_gone
from tests.dev.waiting import wait_until

READY = re.compile(r"ready http://127\.0\.0\.1:(\d+) ingest http://127\.0\.0\.1:(\d+)\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, whose Postgres is made once."""
    return tmp_path_factory.mktemp("spoor")


@contextmanager
def run(data: Path, bundle: Path = BUNDLE, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The command, in a process group of its own."""
    environment = {**os.environ, "SPOOR_DATA": str(data), "SPOOR_PORT": "0", "SPOOR_INGEST_PORT": "0", **variables}
    command = [sys.executable, "-m", "dev", "--template", str(bundle / "template.yaml")]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_ready(process: subprocess.Popen[str]) -> tuple[Client, Client]:
    """The HTTP API and the function URL, once the ready line is printed."""
    assert process.stdout is not None
    for line in process.stdout:
        if match := READY.fullmatch(line):
            return Client(int(match[1])), Client(int(match[2]))
    raise AssertionError(process.communicate()[1])


def end(process: subprocess.Popen[str], how: signal.Signals) -> int:
    """End the command alone, as a terminal or a supervisor would."""
    process.send_signal(how)
    process.communicate(timeout=30)
    return process.returncode


def test_it_serves_and_leaves_no_process_and_no_lock_when_interrupted(data: Path) -> None:
    with run(data) as process:
        api, url = wait_ready(process)
        found = api.get("/echo?do=environment").json
        assert found["SPOOR_BASE_URL"] == f"http://127.0.0.1:{api.port}"
        assert found["TRUSTED_ORIGINS"] == f"http://127.0.0.1:{api.port},http://localhost:{api.port}"
        assert found["INGEST_URL"] == f"http://127.0.0.1:{url.port}"
        assert found["DATABASE_URL"].startswith("postgresql://spoor@127.0.0.1:")
        assert found["DATABASE_URL"].endswith("/query")
        assert url.get("/").status == 200
        children = descendants(process.pid)
        assert len(children) >= 6
        assert end(process, signal.SIGINT) == 0
        assert not wait_gone(children, seconds=1)
        assert not (data / "lock").exists()


def test_a_second_one_on_the_same_folder_or_port_stops_with_one_line_that_says_what_to_do(
    data: Path, tmp_path: Path
) -> None:
    with run(data) as first:
        api, url = wait_ready(first)
        for place, variables, told in [
            (data, {}, rf"A local stack already runs on .* \(process {first.pid}\)\. Stop it, or set SPOOR_DATA\."),
            (
                tmp_path,
                {"SPOOR_PORT": str(api.port)},
                rf"Port {api.port} is taken\. .* set SPOOR_PORT to another port\.",
            ),
            (
                tmp_path,
                {"SPOOR_INGEST_PORT": str(url.port)},
                rf"Port {url.port} is taken\. .* set SPOOR_INGEST_PORT .*",
            ),
        ]:
            with run(place, **variables) as second:
                out, err = second.communicate(timeout=30)
                assert (second.returncode, out) == (1, "")
                assert re.fullmatch(told + "\n", err), err
        assert api.get("/echo").status == 200
        assert end(first, signal.SIGTERM) == 0


def test_not_even_a_kill_leaves_a_process_and_the_next_start_is_none_the_worse(data: Path) -> None:
    with run(data) as process:
        wait_ready(process)
        children = descendants(process.pid)
        assert len(children) >= 6
        end(process, signal.SIGKILL)
        assert not wait_gone(children)
    with run(data) as process:
        api, _ = wait_ready(process)
        assert api.get("/echo").status == 200
        assert end(process, signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("name", "program", "last"),
    [("PgBouncer", "pgbouncer", signal.SIGINT), ("Postgres", "postgres", signal.SIGKILL)],
)
def test_a_database_program_that_is_killed_is_started_again_in_its_place(
    data: Path, name: str, program: str, last: signal.Signals
) -> None:
    with run(data) as process:
        api, _ = wait_ready(process)
        assert api.get("/echo?do=database").json == [1]
        killed = child(process.pid, program)
        assert killed
        os.kill(killed, signal.SIGKILL)
        assert process.stdout is not None
        told = f"dev        | {name} ended; starting it again\n"
        while (line := process.stdout.readline()) != told:
            assert line
        wait_until(lambda: api.get("/echo?do=database").status == 200)
        assert child(process.pid, program) not in {killed, None}
        children = descendants(process.pid)
        assert end(process, last) == (0 if last == signal.SIGINT else -last)
        assert not wait_gone(children)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system lets us choose the thread")
def test_an_interruption_is_felt_whichever_thread_the_kernel_hands_it_to(data: Path) -> None:
    with run(data) as process:
        wait_ready(process)
        threads = {int(name) for name in os.listdir(f"/proc/{process.pid}/task")} - {process.pid}
        assert ctypes.CDLL(None).tgkill(process.pid, min(threads), signal.SIGINT) == 0
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert not (data / "lock").exists()


def test_the_auth_secret_is_made_once_and_is_nobody_elses_to_read(data: Path) -> None:
    secret = data / "auth-secret"
    assert len(secret.read_text()) >= 32
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.parametrize("moment", ["starting Postgres", "migrating", "loading"])
def test_an_interruption_during_the_start_leaves_nothing_either(tmp_path: Path, bundle: Path, moment: str) -> None:
    with run(tmp_path, bundle) as process:
        assert process.stdout is not None
        while moment not in (line := process.stdout.readline()):
            assert line
        assert end(process, signal.SIGINT) == 0
        assert not wait_gone(mentioning(str(tmp_path)))  # where its bundle is, too, which other tests do not run
        assert not (tmp_path / "lock").exists()


def test_a_database_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with run(tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none") as process:
        _, err = process.communicate(timeout=30)
        assert process.returncode == 1
        assert re.fullmatch(r"The database can't be brought up to date: .*\n", err), err


def test_a_folder_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with run(tmp_path / "file") as process:
        _, err = process.communicate(timeout=30)
        assert process.returncode == 1
        assert re.fullmatch(rf"The local stack can't run here: .*{tmp_path}/file'\n", err), err


def test_help_names_the_variables() -> None:
    said = subprocess.run([sys.executable, "-m", "dev", "--help"], capture_output=True, text=True, check=True).stdout
    for name in ("SPOOR_PORT", "SPOOR_INGEST_PORT", "SPOOR_DATA", "DATABASE_URL", "BETTER_AUTH_SECRET"):
        assert name in said


def test_a_port_that_is_no_port_is_said_to_be(tmp_path: Path) -> None:
    with run(tmp_path, SPOOR_PORT="many") as process:
        _, err = process.communicate(timeout=30)
        assert err == "SPOOR_PORT is 'many' and has to be a port from 0 (any free one) to 65535.\n"
