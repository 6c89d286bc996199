"""What a function loads at its start is what its cold start costs: fresh processes tell."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"boto3", "sqlalchemy", "fastapi", "starlette", "pydantic", "mangum", "alembic", "jose", "duckdb", "numpy"}
HEAVY |= {"authlib", "cbor2", "httpx", "joserfc", "mcp", "OpenSSL", "webauthn"}
ALLOWED = {
    "ingest.app": set(),
    "ingest.drain": set(),
    "auth.authorizer": set(),
    "web.app": set(),
    "rollup.app": set(),
    "rollup.seal": set(),
    "auth.app": {"fastapi", "starlette", "pydantic", "mangum"},
    "query.alerts.app": set(),
    "query.mcp.app": {"fastapi", "starlette", "pydantic", "mangum", "sqlalchemy", "mcp"},
    "query.app": {"fastapi", "starlette", "pydantic", "mangum", "sqlalchemy"},
}


@pytest.mark.parametrize("module", ALLOWED)
def test_a_function_loads_no_more_than_it_needs(module: str) -> None:
    assert loaded(module) & HEAVY == ALLOWED[module]


@pytest.mark.parametrize("module", ALLOWED)
def test_importing_a_function_needs_no_setting(module: str) -> None:
    """Settings are read at first use, so that an import fails for no environment."""
    assert module.partition(".")[0] in loaded(module)


def test_the_endpoints_of_plugins_load_nothing_that_only_some_of_them_need() -> None:
    assert loaded("auth.plugins.passkey.routes") & HEAVY <= ALLOWED["auth.app"]


def test_query_makes_what_reads_and_describes_questions_when_it_is_first_needed() -> None:
    code = (
        "import sys, query.app; from query.reports.catalogue import REPORTS;"
        "print([report.name for report in REPORTS if report.question.__pydantic_complete__],"
        " [name for name in sys.modules if name.startswith('query.openapi')])"
    )
    path = f"{ROOT / 'functions'}:{ROOT / 'layers/common'}"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] []"


CALLERS = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib", "smtplib", "socket"}
"""What code would call other addresses with; boto3 knows those of AWS alone."""


@pytest.mark.parametrize("package", ["ingest", "query", "web"])
def test_what_takes_in_addresses_from_anybody_calls_none(package: str) -> None:
    used = {name for path in (ROOT / "functions" / package).rglob("*.py") for name in imported(path)}
    assert used & CALLERS == set()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, with the packages around it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            found |= {".".join(parts[: at + 1]) for at in range(len(parts))}
    return found


def loaded(module: str) -> set[str]:
    """The top-level packages in memory after importing `module` in a process with an empty environment."""
    code = f"import sys, json, {module}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    path = f"{ROOT / 'functions'}:{ROOT / 'layers/common'}"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, check=True)
    return set(json.loads(done.stdout))
