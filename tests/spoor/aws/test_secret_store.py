"""A secret is fetched within three seconds from either store, or it is said by name why not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

import boto3
import pytest

from spoor import settings
from spoor.errors import Misconfigured, SecretAway
from tests.conftest import forget_settings
from tests.doubles.sqs import serve
from tests.faults.rig.silence import silence

ROOT = Path(__file__).parents[3]
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-central-1"}
VALUE = "postgresql://u:päss@h/d"
NOWHERE = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:spoor/none-AbCdEf"
ROOM = 1.5
"""Seconds that a loaded machine may add to the three."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Where AWS is."""
    with serve() as address:
        yield address


@pytest.fixture
def aws(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A function that has credentials and finds AWS."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("THE_SECRET", raising=False)
    forget_settings()
    yield monkeypatch
    forget_settings()


def client(service: str) -> Any:
    """boto3's own, for arranging."""
    return boto3.client(service, region_name="eu-central-1")


def made(store: str) -> str:
    """A secret's ARN."""
    name = f"/spoor/{store}"
    if store == "parameter":
        client("ssm").put_parameter(Name=name, Value=VALUE, Type="SecureString", Overwrite=True)
        return str(client("ssm").get_parameter(Name=name)["Parameter"]["ARN"])
    what = {"SecretBinary": VALUE.encode()} if store == "binary" else {"SecretString": VALUE}
    return str(client("secretsmanager").create_secret(Name=f"{name}-{os.urandom(4).hex()}", **what)["ARN"])


@pytest.mark.parametrize("store", ["parameter", "text", "binary"])
def test_a_secret_is_fetched_by_its_arn_wherever_it_is(aws: pytest.MonkeyPatch, store: str) -> None:
    aws.setenv("THE_SECRET_ARN", made(store))
    assert settings.secret("THE_SECRET") == VALUE


def test_it_is_fetched_once_and_again_after_it_was_forgotten(aws: pytest.MonkeyPatch) -> None:
    arn = made("text")
    aws.setenv("THE_SECRET_ARN", arn)
    assert settings.secret("THE_SECRET") == VALUE
    client("secretsmanager").put_secret_value(SecretId=arn, SecretString="new")
    assert settings.secret("THE_SECRET") == VALUE
    settings.forget_secret("THE_SECRET")
    assert settings.secret("THE_SECRET") == "new"


def test_a_secret_that_is_wrong_is_not_fetched_for_every_request(aws: pytest.MonkeyPatch) -> None:
    arn = made("text")
    aws.setenv("THE_SECRET_ARN", arn)
    for _ in range(settings.MOST_FETCHES):
        assert settings.secret("THE_SECRET") == VALUE
        settings.forget_secret("THE_SECRET")
    client("secretsmanager").put_secret_value(SecretId=arn, SecretString="new")
    assert settings.secret("THE_SECRET") == VALUE, "it was forgotten often enough for now"


@pytest.mark.parametrize(
    ("arn", "kind"),
    [
        (NOWHERE, "ResourceNotFoundException"),
        ("arn:aws:ssm:eu-central-1:123456789012:parameter/spoor/none", "ParameterNotFound"),
        ("arn:aws:s3:::bucket", "neither"),
        ("spoor/database-url", "neither"),
    ],
)
def test_what_is_not_there_is_named_by_its_variable_and_kind(aws: pytest.MonkeyPatch, arn: str, kind: str) -> None:
    aws.setenv("THE_SECRET_ARN", arn)
    with pytest.raises(SecretAway, match=f"THE_SECRET .*{kind}") as told:
        settings.secret("THE_SECRET")
    assert isinstance(told.value, Misconfigured)
    assert (told.value.status, told.value.cause) == (503, "secret")


def test_a_store_that_says_nothing_is_given_three_seconds_in_all(aws: pytest.MonkeyPatch) -> None:
    with silence(1) as quiet:
        aws.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", f"http://{quiet.addresses[0]}:{quiet.port}")
        aws.setenv("THE_SECRET_ARN", NOWHERE)
        started = monotonic()
        with pytest.raises(SecretAway, match="time-out"):
            settings.secret("THE_SECRET")
        assert monotonic() - started < settings.FETCH_WITHIN_S + ROOM


def test_a_store_at_which_nobody_listens_is_told_apart(aws: pytest.MonkeyPatch) -> None:
    aws.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    aws.setenv("THE_SECRET_ARN", NOWHERE)
    with pytest.raises(SecretAway, match="refused"):
        settings.secret("THE_SECRET")


def test_a_store_that_speaks_no_tls_gets_no_request(aws: pytest.MonkeyPatch, endpoint: str) -> None:
    aws.setenv("AWS_ENDPOINT_URL", endpoint.replace("http:", "https:"))
    aws.setenv("THE_SECRET_ARN", NOWHERE)
    with pytest.raises(SecretAway, match=r"tls|cut"):
        settings.secret("THE_SECRET")


def test_all_are_fetched_while_the_function_starts(aws: pytest.MonkeyPatch) -> None:
    aws.setenv("THE_SECRET_ARN", made("text"))
    aws.setenv("ANOTHER_SECRET_ARN", made("parameter"))
    settings.fetch_ahead()
    aws.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert settings.secret("THE_SECRET") == settings.secret("ANOTHER_SECRET") == VALUE


def test_a_start_that_cannot_fetch_is_a_start_and_the_first_use_tries_again(
    aws: pytest.MonkeyPatch, log: StringIO, endpoint: str
) -> None:
    aws.setenv("THE_SECRET_ARN", made("text"))
    aws.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    settings.fetch_ahead()
    assert "THE_SECRET" in log.getvalue()
    aws.setenv("AWS_ENDPOINT_URL", endpoint)
    assert settings.secret("THE_SECRET") == VALUE


@pytest.mark.parametrize(
    "module", ["ingest.app", "ingest.drain", "auth.app", "auth.authorizer", "query.app", "rollup.app"]
)
def test_every_function_fetches_while_it_starts_and_loads_no_boto3_for_it(aws: pytest.MonkeyPatch, module: str) -> None:
    script = (
        f"import sys, {module}; from spoor import settings; import os; os.environ['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';"
        " print(settings.secret('DATABASE_URL').encode()); assert not {'boto3', 'botocore.session'} & set(sys.modules)"
    )
    paths = os.pathsep.join(str(ROOT / part) for part in ("functions", "layers/common"))
    told = {**KEYS, "AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"], "DATABASE_URL_ARN": made("text")}
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": paths, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == repr(VALUE.encode())
