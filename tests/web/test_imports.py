"""The pages' function loads next to nothing, since a reader waits for its cold start."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOADS = "import sys, web.app; print('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})))"
HEAVY = {"fastapi", "starlette", "pydantic", "mangum", "sqlalchemy", "psycopg", "boto3", "duckdb", "numpy"}


def test_web_loads_no_framework_no_driver_and_no_sdk() -> None:
    path = os.pathsep.join([str(ROOT / "functions"), str(ROOT / "layers/common")])
    done = subprocess.run(
        [sys.executable, "-c", LOADS], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"web", "spoor"} <= loaded
    assert not loaded & HEAVY
