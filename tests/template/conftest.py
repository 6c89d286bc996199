"""The template in three states: as it is written, as SAM transforms it, and as `sam build` builds it."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from host.template import cloudformation
from tests.template.reading import ROOT, Resources

SAM = ROOT / ".sam-venv/bin/sam"
ARGUMENTS = {
    "DatabaseUrlArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:spoor/database-url-AbCdEf",
    "AuthSecretArn": "arn:aws:ssm:eu-west-1:123456789012:parameter/spoor/auth-secret",
}

Sam = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """template.yaml as it is written, its short tags spelt out."""
    read: dict[str, Any] = cloudformation.load((ROOT / "template.yaml").read_text())
    return read


@pytest.fixture(scope="session")
def bare_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment without AWS credentials, region or a home folder that could hold them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DOCKER_"))}
    home = tmp_path_factory.mktemp("home")
    return kept | {"HOME": str(home), "SAM_CLI_TELEMETRY": "0", "PYTHON": str(ROOT / ".sam-venv/bin/python")}


@pytest.fixture(scope="session")
def sam(bare_environment: Mapping[str, str]) -> Sam:
    """Runs the SAM command line in the bare environment."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [str(SAM), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=bare_environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def transformed(bare_environment: Mapping[str, str]) -> Resources:
    """The resources that CloudFormation gets to see: SAM's additions included."""
    python, script = ROOT / ".sam-venv/bin/python", Path(__file__).with_name("transform.py")
    command = [str(python), str(script), str(ROOT / "template.yaml"), json.dumps(ARGUMENTS)]
    done = subprocess.run(command, env=bare_environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    resources: Resources = json.loads(done.stdout)["Resources"]
    return resources


@pytest.fixture(scope="session")
def artefacts(sam: Sam, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `sam build` fills, one folder a function and one for the layer."""
    folder = tmp_path_factory.mktemp("sam")
    done = sam("build", "--build-dir", folder / "build", "--cache-dir", folder / "cache")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"
