"""Real events, answered by what is built, under the interpreter that Lambda has: `python -m bench.starts.built`.

Layers and zips are put together by their own Makefiles, but for this machine's processor, and are all that CPython 3.13
finds: what lies in /opt and /var/task there. PYTHON313 names it, where `python3.13` is none.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.starts.first import compare
from bench.starts.instances import ROOT, Call, Scene, scene

LAYERS = {"common": "CommonLayer", "lake": "LakeLayer", "mcp": "McpLayer"}
ZIPS = {"ingest": "Ingest", "auth": "Auth", "query": "Query", "web": "Web", "rollup": "Rollup"}
BUILDER = ROOT / ".sam-venv/bin/python"


def interpreter() -> str:
    """CPython 3.13."""
    name = os.environ.get("PYTHON313", "python3.13")
    asked = "import sys, platform; print(platform.python_implementation(), *sys.version_info[:2])"
    try:
        said = subprocess.run([name, "-c", asked], capture_output=True, text=True, check=False).stdout.split()
    except OSError:
        said = []
    if said != ["CPython", "3", "13"]:
        raise SystemExit(f"{name} is no CPython 3.13: install one, and name it by PYTHON313.")
    return name


def build(folder: Path, python: str) -> None:
    """Put together all layers, and a zip of each package."""
    given = [f"PYTHON={BUILDER}", f"PYTHON313={python}", f"ARCHITECTURE={platform.machine()}"]
    for name, target in {**LAYERS, **{zipped: f"{zipped}Function" for zipped in ZIPS.values()}}.items():
        place = ROOT / (f"layers/{name}" if name in LAYERS else "functions")
        command = ["make", "-s", f"build-{target}", f"ARTIFACTS_DIR={folder / name}", *given]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{target} could not be built:\n{done.stderr}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts.built", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="fresh processes of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().rounds, 1), 50)
    python = interpreter()
    with tempfile.TemporaryDirectory(prefix="spoor-built-") as name, scene() as found:
        build(Path(name), python)
        opt = [str(Path(name) / layer / "python") for layer in LAYERS]
        kept = True
        for package, zipped in ZIPS.items():
            calls: dict[str, Call] = {
                word: call for word, call in found.calls.items() if call.module.split(".")[0] == package
            }
            path = os.pathsep.join([str(Path(name) / zipped), *opt])
            environment = {**found.environment, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
            kept &= compare(Scene(calls, environment), rounds, (python, "-S"))  # no package of its own
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
