"""What a function loads at its start is what its cold start costs: fresh processes tell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"boto3", "sqlalchemy", "fastapi", "starlette", "pydantic", "mangum", "alembic", "jose", "duckdb", "numpy"}
HEAVY |= {"authlib", "httpx", "joserfc"}
ALLOWED = {
    "ingest.app": set(),
    "ingest.drain": set(),
    "auth.authorizer": set(),
    "web.app": set(),
    "rollup.app": set(),
    "auth.app": {"fastapi", "starlette", "pydantic", "mangum"},
    "query.app": {"fastapi", "starlette", "pydantic", "mangum", "sqlalchemy"},
}


@pytest.mark.parametrize("module", ALLOWED)
def test_a_function_loads_no_more_than_it_needs(module: str) -> None:
    assert loaded(module) & HEAVY == ALLOWED[module]


@pytest.mark.parametrize("module", ALLOWED)
def test_importing_a_function_needs_no_setting(module: str) -> None:
    """Settings are read at first use, so that an import fails for no environment."""
    assert module.partition(".")[0] in loaded(module)


def loaded(module: str) -> set[str]:
    """The top-level packages in memory after importing `module` in a process with an empty environment."""
    code = f"import sys, json, {module}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    path = f"{ROOT / 'functions'}:{ROOT / 'layers/common'}"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, check=True)
    return set(json.loads(done.stdout))
