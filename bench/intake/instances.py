"""Many instances on few server connections, and how much memory bad bodies take: `python -m bench.intake.instances`.

An instance is a process of its own that calls the handler over and over, forked once ingest is loaded. Few and many
take turns; all ratios are of the same run. On a machine that is busy otherwise many get more of it than few: the first
ratio then says too much.
"""

import argparse
import io
import json
import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, NoReturn

from bench.database import KEY, Bench, database
from bench.ingest import events, request
from tests.hostile.adapter import Values, event_of

FEW, MANY, CONNECTIONS = 10, 200, 10
MOST_SECONDS = 60.0
PATIENCE = 60.0
"""Seconds that all instances together may take longer than they were told."""

_DIGITS = 16
"""How long the end of a run is written, in seconds of the monotonic clock, which all processes share."""

HOSTILE = Path(__file__).parents[2] / "tests" / "data" / "hostile" / "ingest.jsonl"


@dataclass(frozen=True)
class Crowd:
    """What a number of instances did in a while: answers a second, those that were no success, and the most server
    connections that were seen at once."""

    rate: float
    errors: int
    connections: int


def run_crowd(bench: Bench, count: int, duration: float) -> Crowd:
    """Let `count` instances send single events for `duration` seconds, once each of them has a connection."""
    begin_read, begin_write = os.pipe()
    told_read, told_write = os.pipe()
    pids = [_fork(begin_read, told_write) for _ in range(count)]
    try:
        os.close(told_write)
        _read_lines(told_read, count)  # everybody is warm
        os.write(begin_write, f"{time.monotonic() + duration:{_DIGITS}.3f}".encode() * count)
        most = _watch(bench, duration)
        results = [json.loads(line) for line in _read_lines(told_read, count)]
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        for end in (begin_read, begin_write, told_read):
            os.close(end)
    return Crowd(sum(done for done, _ in results) / duration, sum(failed for _, failed in results), most)


def _fork(begin: int, told: int) -> int:
    pid = os.fork()
    if pid == 0:
        _be_an_instance(begin, told)
    return pid


def _be_an_instance(begin: int, told: int) -> NoReturn:
    from ingest.app import handler

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # metrics go to standard output
    done = failed = 0
    failed += handler(request(events(1)), None)["statusCode"] != 200
    os.write(told, b"warm\n")
    end = float(os.read(begin, _DIGITS))  # the same moment for all, however late one gets to run
    while time.monotonic() < end:
        if handler(request(events(1)), None)["statusCode"] == 200:
            done += 1
        else:
            failed += 1
    os.write(told, json.dumps([done, failed]).encode() + b"\n")
    while True:
        signal.pause()  # until it is killed: its end must not disturb the others


def _read_lines(pipe: int, count: int) -> list[bytes]:
    """`count` short lines, each written by one process in one piece."""
    found = b""
    deadline = time.monotonic() + PATIENCE
    while found.count(b"\n") < count:
        readable, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not readable:
            raise SystemExit(f"only {found.count(bytes([10]))} of {count} instances were heard of")
        found += os.read(pipe, 65536)
    return found.splitlines()


def _watch(bench: Bench, duration: float) -> int:
    """The most connections that the pooler had to the server at once."""
    most = 0
    end = time.monotonic() + duration
    while time.monotonic() < end:
        row = bench.direct.execute(
            "SELECT count(*)::text FROM pg_catalog.pg_stat_activity WHERE application_name = 'spoor'"
        ).fetchone()
        most = max(most, int(row[0]) if row else 0)
        time.sleep(0.2)
    return most


def measure_memory() -> float:
    """MiB by which a fresh instance grows at the most over everything hostile, requests included (Linux only)."""
    values = Values({"$KEY_A": KEY, "$KEY_B": KEY, "$APP_A": "a", "$APP_B": "b", "$BOB": "bob"})
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    instance = spawn.Process(target=_tell_growth, args=(theirs,), daemon=True)
    instance.start()
    most = 0
    try:
        for line in HOSTILE.read_text().splitlines():
            ours.send_bytes(json.dumps(event_of(json.loads(line)["request"], values)).encode())
            if not ours.poll(PATIENCE):
                raise SystemExit("An instance hangs over a hostile body.")
            most = max(most, ours.recv())
    finally:
        instance.kill()
        instance.join()
    return most / 1024


def _tell_growth(pipe: Connection) -> None:
    """Answer every request with the KiB by which this process has grown for it at the most since it was idle."""
    from ingest.app import handler

    sys.stdout = io.StringIO()
    for _ in range(20):
        handler(request(events(1)), None)
    resting = _memory("VmRSS")
    while True:
        Path("/proc/self/clear_refs").write_text("5")
        handler(json.loads(pipe.recv_bytes()), None)
        pipe.send(_memory("VmHWM") - resting)


def _memory(field: str) -> int:
    """KiB, from the kernel."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def _quietly(call: Callable[[], Any]) -> Any:
    """Call with standard output closed to metrics and logs."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        return call()
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake.instances", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each crowd (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="of few and many (default: %(default)s)")
    given = parser.parse_args()
    duration, rounds = min(max(given.seconds, 0.5), MOST_SECONDS), min(max(given.rounds, 1), 20)
    with database() as bench:
        import ingest.app  # noqa: F401  # before the forks, so that they share it

        few, many = [], []
        for _ in range(rounds):
            few.append(run_crowd(bench, FEW, duration))
            many.append(run_crowd(bench, MANY, duration))
        ratio = median(after.rate / before.rate for before, after in zip(few, many, strict=True))
        errors = sum(crowd.errors for crowd in (*few, *many))
        most = max(crowd.connections for crowd in (*few, *many))
        rates = f"{median(crowd.rate for crowd in many):.0f}/s of {MANY} / {median(crowd.rate for crowd in few):.0f}/s"
        print(f"{rates} of {FEW} instances = {ratio:.2f}  (aim: at least 0.9)", end="; ")
        print(f"{errors} errors (0), {most} connections (at most {CONNECTIONS})")
        print(f"memory over hostile bodies: {_quietly(measure_memory):.0f} MiB above idle  (aim: at most 64)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
