"""What the first call of a fresh instance costs beyond its start: `python -m bench.starts.first`.

CPU of a process that loads a handler, its secrets fetched from a store as in AWS, and then answers one call and the
same again: through PgBouncer, with TLS left out. What AWS calls INIT is the start. Of a call that hashes a password the
aim counts what the second does not take as well.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median

from bench.starts.instances import Call, Scene, scene

AIM_MS = 100.0
"""What a first call may take of the processor's time."""
MOST_ROUNDS = 50
SCRIPT = """
import importlib, json, sys, time
begin = time.process_time()
module = importlib.import_module(sys.argv[1])
times = [time.process_time() - begin]
class Context:
    aws_request_id = "bench"
    get_remaining_time_in_millis = staticmethod(lambda: 29_000)
for event in json.loads(sys.argv[2]):
    begin = time.process_time()
    answer = module.handler(event, Context)
    times.append(time.process_time() - begin)
print(json.dumps([times, str(answer)]))
"""


def measure(call: Call, environment: Mapping[str, str], python: Sequence[str] = (sys.executable,)) -> list[float]:
    """Milliseconds of CPU: the start, the first call, the second."""
    command = [*python, "-P", "-c", SCRIPT, call.module, json.dumps([call.event, call.event])]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{call.module} failed:\n{done.stderr}")
    times, answer = json.loads(done.stdout.splitlines()[-1])
    if call.good not in answer:
        raise SystemExit(f"{call.module} answered {answer[:500]}")
    return [one * 1000 for one in times]


def compare(scene: Scene, rounds: int, python: Sequence[str] = (sys.executable,)) -> bool:
    """Print what each function's first call costs; whether all keep the aim."""
    found: dict[str, list[list[float]]] = {name: [] for name in scene.calls}
    for _ in range(rounds):
        for name, call in scene.calls.items():
            found[name].append(measure(call, scene.environment, python))
    kept = True
    for name, times in found.items():
        start, first, second = (median(column) for column in zip(*times, strict=True))
        kept &= first - (second if scene.calls[name].hashes else 0) <= AIM_MS
        told = f"start {start:5.0f} ms, first {first:5.1f} ms, again {second:5.1f} ms"
        print(f"{name:<20} {told}  (aim of the first: at most {AIM_MS:.0f})")
    return kept


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts.first", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="fresh processes of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().rounds, 1), MOST_ROUNDS)
    with scene() as found:
        return 0 if compare(found, rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
