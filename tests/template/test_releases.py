"""A release reaches callers all at once: they call an alias, and it moves to a version with its own code."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.template.reading import ROOT, Resources, of_type, strings

pytestmark = pytest.mark.sam

SCRIPT = ROOT / "scripts/release.py"
CONFIG = '[default.deploy.parameters]\nparameter_overrides = ["AuthFeatures=deleteUser", "ApiConcurrency=10"]\n'


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A folder that looks like what `sam build` fills, in small."""
    (tmp_path / "build/IngestFunction/ingest").mkdir(parents=True)
    (tmp_path / "build/IngestFunction/ingest/app.py").write_text("first = 1\n")
    (tmp_path / "build/CommonLayer").mkdir()
    (tmp_path / "build/CommonLayer/library.py").write_text("release = 1\n")
    (tmp_path / "local.toml").write_text(CONFIG)
    return tmp_path


def parameters(build: Path) -> list[str]:
    """What the script prints for a folder with a build and settings."""
    python = ROOT / ".sam-venv/bin/python"
    command = [python, SCRIPT, "--build", build / "build", "--config", build / "local.toml"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_every_function_has_an_alias_of_a_version_of_its_own(transformed: Resources) -> None:
    functions = set(of_type(transformed, "AWS::Lambda::Function"))
    aliases = {it["Properties"]["FunctionName"]["Ref"] for it in of_type(transformed, "AWS::Lambda::Alias").values()}
    assert aliases == functions


def test_nobody_calls_a_function_past_its_alias(transformed: Resources) -> None:
    kinds = {
        "AWS::Lambda::Permission",
        "AWS::Lambda::Url",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Events::Rule",
        "AWS::ApiGatewayV2::Api",
    }
    callers = {name: it for name, it in transformed.items() if it["Type"] in kinds}
    assert {it["Type"] for it in callers.values()} == kinds
    bare = set(of_type(transformed, "AWS::Lambda::Function"))
    for name, it in callers.items():
        called = {word for text in strings(it["Properties"]) for word in re.findall(r"\w+", text)}
        assert not called & bare, f"{name} calls whatever code lies in $LATEST"


def test_a_new_layer_makes_new_versions(transformed: Resources, template: dict[str, object]) -> None:
    assert "PublishLambdaVersion" in str(template)
    for name, it in of_type(transformed, "AWS::Lambda::Version").items():
        assert it["DeletionPolicy"] == "Retain", f"{name} could not be gone back to"


def test_the_hash_of_a_release_stands_beside_the_deployers_own_parameters(build: Path) -> None:
    *own, release = parameters(build)
    assert own == ["AuthFeatures=deleteUser", "ApiConcurrency=10"]
    assert release.startswith("ReleaseHash=")
    assert parameters(build)[-1] == release


@pytest.mark.parametrize("changed", ["code", "library", "name", "parameter"])
def test_the_hash_of_a_release_changes_with_whatever_a_version_is_made_of(changed: str, build: Path) -> None:
    before = parameters(build)[-1]
    code = build / "build/IngestFunction/ingest/app.py"
    match changed:
        case "code":
            code.write_text("first = 2\n")
        case "library":
            (build / "build/CommonLayer/library.py").write_text("release = 2\n")
        case "name":
            shutil.move(code, code.with_name("main.py"))
        case "parameter":
            (build / "local.toml").write_text(CONFIG.replace("deleteUser", "disableSignUp"))
    assert parameters(build)[-1] != before
