"""An AWS account, empty; a deployer who answers; programs that stand for make and SAM."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deployment import deploy as steps
from deployment import visit
from deployment.aws import stack
from deployment.aws.calls import Aws
from deployment.console import Console
from deployment.database import login
from deployment.stage import Stage
from tests.doubles import aws, sqs
from tests.doubles.aws import Cloud

EMAIL = "ann@example.com"


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """Where moto's server is, for SSM, STS and SQS."""
    with sqs.serve() as address:
        yield address


@pytest.fixture
def cloud(moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """The account, new: nothing is in it."""
    sqs.Sqs(moto)  # which empties it
    with aws.serve() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", moto)
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", running.address)
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", running.address)
        for name, value in {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}.items():
            monkeypatch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(stack, "PAUSE_S", 0.01)
        monkeypatch.setattr(visit, "PAUSE_S", 0.01)
        monkeypatch.setattr(visit, "WITHIN_S", 0.1)
        monkeypatch.setattr(login, "PAUSE_S", 0.01)
        yield running


class Deployer:
    """Somebody who runs the command, with answers given beforehand."""

    def __init__(self, folder: Path, cloud: Cloud) -> None:
        self.answers = {"EMAIL": EMAIL, "POOLER": "none"}
        self.stage = Stage("", folder)
        self.cloud = cloud

    def console(self, *, dry: bool = False, agreed: bool = False) -> Console:
        """Their terminal, at which nobody sits."""
        return Console(self.answers, dry, agreed)

    def aws(self, console: Console) -> Aws:
        """AWS as they see it."""
        return Aws(console, "eu-central-1")

    def deploy(self, *, dry: bool = False, agreed: bool = False) -> None:
        """Run the command."""
        console = self.console(dry=dry, agreed=agreed)
        steps.deploy(console, self.aws(console), self.stage)

    def parameter(self, what: str) -> str | None:
        """What SSM holds for them."""
        from deployment.aws import parameter_store

        return parameter_store.read(self.aws(self.console()), self.stage.parameter(what))


@pytest.fixture
def programs(tmp_path: Path, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Doubles of make and SAM: they note how they were called, and SAM's makes the stack that `made.json` describes, or
    fails where there is none."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "make").write_text(f'#!/bin/sh\necho "make $*" >> {tmp_path}/calls\n')
    (folder / "sam").write_text(
        f'#!/bin/sh\necho "sam $*" >> {tmp_path}/calls\n[ -e {tmp_path}/made.json ] || exit 1\n'
        """name=$(sed -n 's/^stack_name = "\\(.*\\)"/\\1/p' "$3")\n"""
        f"exec {__import__('sys').executable} - <<E\n"
        "from urllib.request import Request, urlopen\n"
        f"urlopen(Request('{cloud.address}/made/$name', open('{tmp_path}/made.json', 'rb').read(), method='POST'))\nE\n"
    )
    for name in ("make", "sam"):
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(steps, "_SAM", str(folder / "sam"))
    return tmp_path


def will_make(folder: Path, api: str, ingest: str) -> None:
    """Let SAM's double make a stack with these outputs."""
    made = {
        "outputs": {"ApiUrl": api, "IngestUrl": f"{ingest}/"},
        "resources": [["IngestFunction", "AWS::Lambda::Function", "spoor-ingest"]],
    }
    (folder / "made.json").write_text(json.dumps(made))


@pytest.fixture
def deployer(tmp_path: Path, cloud: Cloud, programs: Path) -> Deployer:
    """Somebody new."""
    cloud.aliases["spoor-ingest"] = "1"
    return Deployer(tmp_path, cloud)
