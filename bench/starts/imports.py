"""What a function's cold start costs in imports: `python -m bench.starts.imports`.

CPU over a bare interpreter, in fresh processes that take turns, as a ratio to the libraries that the function cannot do
without.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PLAIN = "import psycopg; from aws_lambda_powertools import Logger; Logger()"
FRAMEWORK = (
    "import fastapi, mangum, psycopg, sqlalchemy; app = fastapi.FastAPI(); mangum.Mangum(app, lifespan='off');"
    " sqlalchemy.create_engine('postgresql+psycopg://')"
)
ASSISTANTS = f"{FRAMEWORK}; import mcp.server.lowlevel, mcp.server.streamable_http_manager"
CASES = {  # name -> (what is loaded, what it is measured against, the most the ratio may be)
    "ingest": ("import ingest.app", PLAIN, 1.25),
    "authorizer": ("import auth.authorizer", PLAIN, 1.25),
    "query": ("import query.app", FRAMEWORK, 1.1),
    "mcp": ("import query.mcp.app", ASSISTANTS, 1.1),
    "auth": ("import auth.app", FRAMEWORK, 1.15),
}
MOST_ROUNDS = 100


def cpu_milliseconds(code: str) -> float:
    """The CPU time of a fresh interpreter that runs `code`."""
    path = os.pathsep.join([str(ROOT / "functions"), str(ROOT / "layers/common")])
    process = subprocess.Popen([sys.executable, "-c", code], env={"PYTHONPATH": path, "POWERTOOLS_SERVICE_NAME": "b"})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{code!r} failed")
    return (used.ru_utime + used.ru_stime) * 1000


def measure(codes: Sequence[str], rounds: int) -> dict[str, float]:
    """The median CPU of each code over bare Python, the codes taking turns."""
    bare: list[float] = []
    found: dict[str, list[float]] = {code: [] for code in codes}
    for at in range(rounds):
        bare.append(cpu_milliseconds("pass"))
        for code in codes:
            found[code].append(cpu_milliseconds(code))
        print(f"\rround {at + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {code: median(times) - median(bare) for code, times in found.items()}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts.imports", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="fresh processes of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().rounds, 1), MOST_ROUNDS)
    codes = list(dict.fromkeys(code for loaded, against, _ in CASES.values() for code in (loaded, against)))
    found = measure([*codes], rounds)
    for name, (loaded, against, most) in CASES.items():
        ratio = found[loaded] / found[against]
        print(f"{name:<11} {found[loaded]:6.0f} ms / {found[against]:4.0f} ms = {ratio:.2f}  (aim: at most {most})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
