"""What a cold dashboard costs at the template's memory: `python -m bench.starts.cold`.

Authorizer, query and web, a fresh process each. Lambda gives a start a whole processor, and a call the share that its
memory buys (1,769 MB are one): the share is kept by stopping the process for the rest of each 20 ms once it had it.
Both are billed.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench.starts.instances import ROOT, Call, Scene, scene
from host.template import sam

AIM_MS = 1500.0
PERIOD_S, WHOLE_MB = 0.02, 1769
FUNCTIONS = {"authorizer": "AuthorizerFunction", "query": "QueryFunction", "web": "WebFunction"}
SCRIPT = """
import importlib, json, sys, time
begin = time.process_time()
module = importlib.import_module(sys.argv[1])
start = time.process_time() - begin
print("ready", flush=True)
sys.stdin.readline()
begin, cpu = time.monotonic(), time.process_time()
answer = module.handler(json.loads(sys.argv[2]), None)
print(json.dumps([start, time.monotonic() - begin, time.process_time() - cpu, str(answer)[:80]]))
"""


def used_s(pid: int) -> float:
    """Seconds of CPU that a process has had."""
    fields = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(fields[0]) / 1e9


def keep_share(pid: int, share: float, done: threading.Event) -> None:
    """Let a process have its share of each period."""
    while not done.is_set():
        end, before = time.monotonic() + PERIOD_S, used_s(pid)
        while not done.is_set() and time.monotonic() < end:
            if used_s(pid) - before >= share * PERIOD_S:
                os.kill(pid, signal.SIGSTOP)
                time.sleep(max(0.0, end - time.monotonic()))
                os.kill(pid, signal.SIGCONT)
                break
            time.sleep(0.0005)


def measure(call: Call, environment: Mapping[str, str], share: float) -> list[float]:
    """Milliseconds: CPU of the start, the first call as its caller waits for it, and its CPU."""
    command = [sys.executable, "-c", SCRIPT, call.module, json.dumps(call.event)]
    with subprocess.Popen(
        command, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin is None or process.stdout is None or process.stdout.readline() != "ready\n":
            raise SystemExit(f"{call.module} did not start")
        done = threading.Event()
        keeper = threading.Thread(target=keep_share, args=(process.pid, share, done))
        keeper.start()
        try:
            process.stdin.write("go\n")
            process.stdin.flush()
            *times, _ = json.loads(process.stdout.readline())
        finally:
            done.set()
            keeper.join()
        process.stdin.close()
    return [one * 1000 for one in times]


def compare(scene: Scene, rounds: int) -> bool:
    """Print each function's figures and their sum; whether it keeps the aim."""
    functions = sam.read(ROOT / "template.yaml").functions
    total = 0.0
    for name, resource in FUNCTIONS.items():
        call, memory = scene.calls[name], functions[resource].memory
        times = [measure(call, scene.environment, min(1.0, memory / WHOLE_MB)) for _ in range(rounds)]
        start, wall, cpu = (median(column) for column in zip(*times, strict=True))
        total += start + wall
        print(f"{name:<12} {memory:5} MB  start {start:5.0f} ms, first call {wall:5.0f} ms (of it {cpu:4.0f} CPU)")
    print(f"a cold dashboard: {total:.0f} ms billed (aim: at most {AIM_MS:.0f})")
    return total <= AIM_MS


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts.cold", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="fresh processes of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().rounds, 1), 50)
    with scene() as found:
        return 0 if compare(found, rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
