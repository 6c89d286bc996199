"""A password is rotated while instances hold the old one: they ask for the new one, and no request is lost over it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from dev.programs.processes import hand_over
from tests.doubles.sqs import serve
from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, Rig
from tests.gateway import Reply, call

KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1"}


class Lock:
    """The password of the pooler, and the secret that tells functions of it."""

    def __init__(self, rig: Rig, users: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._rig, self._users, self._monkeypatch = rig, users, monkeypatch
        self._secrets: Any = boto3.client(
            "secretsmanager",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="-",
            aws_secret_access_key="-",
        )
        self.arn: str = self._secrets.create_secret(Name=f"spoor/{uuid4()}", SecretString="-")["ARN"]

    def change(self, password: str) -> None:
        """Lock the pooler with it; whoever is inside is sent out."""
        self._users.write_text(f'"{self._rig.pooler.user}" "{password}"\n')
        self._monkeypatch.setenv("PGPASSWORD", password)  # for those who only look whether the pooler runs
        self._rig.restart_pooler({"auth_type": "scram-sha-256", "auth_file": str(self._users)})

    def tell(self, password: str) -> None:
        """Put the URL with the password into the secret."""
        url = self._rig.url.replace("@", f":{password}@")
        self._secrets.put_secret_value(SecretId=self.arn, SecretString=url)


@pytest.fixture
def lock(rig: Rig, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lock]:
    """A pooler that asks for a password; afterwards it asks for none."""
    users = outside / "users.txt"
    users.touch()
    hand_over(users)
    with serve() as endpoint:
        made = Lock(rig, users, endpoint, monkeypatch)
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        made.change("old")
        made.tell("old")
        yield made
    monkeypatch.undo()
    rig.restart_pooler()


@pytest.fixture
def warm(lock: Lock, tmp_path: Path) -> Iterator[Instance]:
    """An instance that has asked for the password and works."""
    variables = {"DATABASE_URL_ARN": lock.arn, "AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"], **KEYS}
    instances = Instances(tmp_path, {**variables, "PATH": os.environ["PATH"]})
    [instance] = instances.start(1)
    assert post(instance).status == 200
    yield instance
    instances.close()


def post(instance: Instance) -> Reply:
    """Send a small batch once."""
    return call(instance.handle, "POST", "/v1/events", batch_of(3), headers={"authorization": f"Bearer {KEY}"})


def test_a_rotated_password_costs_no_request(rig: Rig, lock: Lock, warm: Instance) -> None:
    lock.tell("new")
    lock.change("new")
    assert post(warm).status == 200
    assert len(rig.stored()) == 6


def test_until_the_secret_tells_the_new_password_the_database_is_away(rig: Rig, lock: Lock, warm: Instance) -> None:
    lock.change("new")
    refused = post(warm)
    assert (refused.status, refused.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    lock.tell("new")
    assert post(warm).status == 200
    assert len(rig.stored()) == 6
