"""What each report costs beside an earlier release, in one run: `python -m bench.questions.before <commit>`.

The release is taken out of git. Both answer the same questions about the same month, in turn, each in a process of its
own; a cost is CPU time, the server's backends' and the process's, and medians are compared.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.database import Bench, database
from bench.month import make_month
from bench.reports import PAIRS, RANGE, Pair, server_s

ROOT = Path(__file__).parents[2]
AIM = 1.05


@dataclass(frozen=True)
class Release:
    """A process in which a release answers."""

    running: subprocess.Popen[str]
    bench: Bench

    def ask(self, pair: Pair) -> dict[str, Any]:
        """What it says of its answer, `cost_ms` with the server's part, or that it was `refused`."""
        before = server_s(self.bench)
        given, said = self.running.stdin, self.running.stdout
        if given is None or said is None:
            raise SystemExit("A release cannot be talked to.")
        given.write(json.dumps({"report": pair.report, "question": {**RANGE, **pair.question}}) + "\n")
        given.flush()
        line = said.readline()
        if not line:
            raise SystemExit("A release ended: is it older than the engines are?")
        answer: dict[str, Any] = json.loads(line)
        if "cost_ms" in answer:
            answer["cost_ms"] += (server_s(self.bench) - before) * 1000
        return answer


@contextmanager
def release(tree: Path, bench: Bench) -> Iterator[Release]:
    """The release in a folder, for as long as it takes."""
    command = [sys.executable, "-P", str(ROOT / "bench/questions/answering.py"), bench.app_id]
    where = {**os.environ, "PYTHONPATH": f"{tree}/functions:{tree}/layers/common"}
    with subprocess.Popen(command, env=where, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        try:
            yield Release(running, bench)
        finally:
            running.kill()


def taken_out(commit: str, folder: Path) -> Path:
    """The tree of a commit, in a folder."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", commit, "functions", "layers"], capture_output=True, check=False
    )
    if archive.returncode:
        raise SystemExit(archive.stderr.decode())
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def beside(old: Release, new: Release, chosen: dict[str, Pair], rounds: int) -> bool:
    """Print a line a report; whether none became dearer than it may."""
    print(f"{'':26}{'before':>9}{'now':>9}{'ratio':>8}   aim {AIM}x")
    kept = True
    for name, pair in chosen.items():
        said, now = old.ask(pair), new.ask(pair)  # texts are kept and tables are warm from here on
        if "refused" in said or "refused" in now:
            print(f"{name:26}{said.get('refused') or now.get('refused')}", flush=True)
            continue
        asked = [(old.ask(pair), new.ask(pair)) for _ in range(rounds)]
        both = [[each["cost_ms"] for each in two] for two in asked if all("cost_ms" in each for each in two)]
        if not both:
            print(f"{name:26}too slow in every round", flush=True)
            continue
        was, became = (median(column) for column in zip(*both, strict=True))
        kept &= became <= AIM * was
        other = "" if said["answer"] == now["answer"] else "   another answer"
        print(f"{name:26}{was:7.0f}ms{became:7.0f}ms{became / was:7.2f}x{other}", flush=True)
    return kept


def main() -> int:
    """The command line; ends with 1 when a report became dearer."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions.before", description=__doc__)
    parser.add_argument("commit", nargs="?", default="HEAD", help="of the earlier release (default: what is committed)")
    parser.add_argument("--only", nargs="*", default=[], help=f"names or reports, of: {', '.join(PAIRS)}")
    parser.add_argument("--events", type=int, default=200_000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is asked (default: %(default)s)")
    arguments = parser.parse_args()
    only = {*arguments.only}
    chosen = {name: pair for name, pair in PAIRS.items() if not only or {name, pair.report} & only}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="spoor-before-")))
        bench = stack.enter_context(database())
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        made = make_month(bench, arguments.events)
        print(f"{made:,} events, {arguments.commit} beside what is here")
        old = stack.enter_context(release(taken_out(arguments.commit, folder), bench))
        new = stack.enter_context(release(ROOT, bench))
        return int(not beside(old, new, chosen, arguments.rounds))


if __name__ == "__main__":
    sys.exit(main())
