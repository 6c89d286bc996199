"""The layout of the image, made once."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import psycopg
import pytest
from psycopg.rows import DictRow

from dev.database import postgres
from tests.doubles import sqs
from tests.hosting import lay_out, take_away


@pytest.fixture(scope="session")
def layout(outside: Path) -> Iterator[Path]:
    """The folder that the image has in /app."""
    folder = lay_out(outside / "image")
    yield folder
    take_away(folder)


@pytest.fixture
def bucket() -> Iterator[dict[str, str]]:
    """What points at a lake in something that speaks as S3 does."""
    with sqs.serve() as endpoint:
        keys = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "us-east-1"}
        boto3.client(
            "s3",
            "us-east-1",
            endpoint_url=endpoint,
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
        ).create_bucket(Bucket="lake-of-a-host")
        yield {"LAKE_URL": "s3://lake-of-a-host/spoor", "LAKE_ENDPOINT_URL": endpoint, **keys}


@pytest.fixture
def empty_database(server: postgres.Server, direct: psycopg.Connection[DictRow]) -> Iterator[str]:
    """The URL of a new database, in which nobody has migrated anything."""
    direct.execute("DROP DATABASE IF EXISTS hosted WITH (FORCE)")
    direct.execute("CREATE DATABASE hosted")
    yield server.url_of("postgres", "hosted")
    direct.execute("DROP DATABASE IF EXISTS hosted WITH (FORCE)")
