"""The Makefile and the scripts behind it, as somebody new meets them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.template.reading import ROOT

NEED = ROOT / "scripts/need.sh"


def make(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)


def need(urgency: str, check: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run scripts/need.sh on a machine that has only the commands in `folder`."""
    command = ["/bin/sh", str(NEED), urgency, "thing", check, "thing-deb", "thing-brew", "a test"]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of commands to be the PATH of a machine, with an ordinary user and an apt that must not be called."""
    for name in ("mktemp", "rm", "tail", "sh"):
        (tmp_path / name).symlink_to(next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists()))
    for name, script in {"apt-get": "exit 99", "id": "echo 1000", "sudo": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_help_lists_every_task_with_a_line() -> None:
    phony = re.findall(r"^\.PHONY: (help .*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    tasks = set(" ".join(phony).split())
    listed = dict(re.findall(r"^  make (\S+) +(\S.*)$", make("help").stdout, re.MULTILINE))
    assert set(listed) == tasks
    assert {"dev", "test", "demo", "lint", "types", "bench", "build", "validate", "lock", "clean", "deploy"} <= tasks


def test_plain_make_changes_nothing_and_explains() -> None:
    assert make().stdout == make("help").stdout


def test_continuous_integration_runs_make_test_and_nothing_private() -> None:
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ['cd "$(dirname "$0")/.." && exec make test']
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_workflow_of_the_repository_runs_the_same_without_secrets() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())
    [job] = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert job["steps"][0]["with"]["fetch-depth"] == 0, "tests/deployment/test_upgrades.py asks for earlier releases"
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in str(workflow)


def test_make_test_checks_style_types_arrows_and_behaviour() -> None:
    steps = make("-n", "test").stdout
    places = [steps.index(step) for step in ("ruff check", "ruff format --check", "/mypy", "lint-imports", "-m pytest")]
    assert places == sorted(places)


def test_every_task_begins_its_program() -> None:
    """What is installed counts as it is: whether it is up to date is not asked here."""
    installed = [f"-o{place}" for place in (".venv/.dev-installed", ".venv/.test-installed", ".sam-venv/.installed")]
    bare = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    told = dict.fromkeys(("replay", "move", "import", "clear", "seal", "sql", "cost", "bill", "audit"), "usage:")
    told |= dict.fromkeys(("deploy", "rollback", "destroy"), "DIRECT_DATABASE_URL")
    told |= {"doctor": "make doctor URL=", "version": "VERSION=0.1.0", "migrate": "DIRECT_DATABASE_URL"}
    for task, words in told.items():
        command = ["make", *installed, "-opooler-may", task, "ARGS=--help"]
        done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
        assert words in done.stdout + done.stderr, (task, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, task


def test_what_is_made_is_removed_and_what_is_yours_stays(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in (".venv/bin", ".aws-sam/build", "functions/__pycache__", "pages/node_modules/x", ".spoor/postgres"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "samconfig.local.toml").touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert left == {"Makefile", "functions", "pages", ".spoor", ".spoor/postgres", "samconfig.local.toml"}


def test_what_is_there_is_not_installed(machine: Path) -> None:
    done = need("must", "true", machine)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_must_be_there_and_may_not_be_installed_ends_with_the_line_to_type(machine: Path) -> None:
    done = need("must", "false", machine)
    assert done.returncode == 1
    assert done.stderr == (
        "thing is missing (a test). Type this and run make again: "
        "sudo apt-get update && sudo apt-get install -y thing-deb\n"
    )


def test_what_may_be_there_is_done_without(machine: Path) -> None:
    done = need("may", "false", machine)
    assert done.returncode == 0
    assert "going on without it" in done.stdout


def test_a_machine_without_package_lists_fetches_them(machine: Path) -> None:
    # An apt that knows no package before `update`, and whose package is a file.
    (machine / "apt-get").write_text(
        f'#!/bin/sh\ncase "$*" in update*) >{machine}/lists ;; *) [ -e {machine}/lists ] && >{machine}/thing ;; esac\n'
    )
    (machine / "id").write_text("#!/bin/sh\necho 0\n")
    (machine / "env").symlink_to("/usr/bin/env")
    (machine / "cat").symlink_to(next(p for p in (Path("/usr/bin/cat"), Path("/bin/cat")) if p.exists()))
    done = need("must", f"[ -e {machine}/thing ]", machine)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "installing thing-deb with apt (a test)\n"
