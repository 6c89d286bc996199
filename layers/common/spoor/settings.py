"""Settings, read from the environment once, at first use, never at import."""

import os
from functools import cache
from typing import Any

from spoor.errors import Misconfigured


@cache
def setting(name: str, default: str | None = None) -> str:
    """The environment variable `name`, or `default`; an empty variable counts as absent.

    Raises Misconfigured, naming the variable, when there is neither.
    """
    value = os.environ.get(name) or default
    if value is None:
        raise Misconfigured(f"Set the environment variable {name}.")
    return value


@cache
def secret(name: str) -> str:
    """A secret: the variable `name` where it is given (the local stack), else what `name`_ARN points to.

    The ARN is a Secrets Manager secret or an SSM parameter. boto3 comes with Lambda's runtime and is loaded only here,
    since it costs as much start-up time as the rest of ingest.

    Raises Misconfigured, naming the variable, when there is neither.
    """
    if value := os.environ.get(name):
        return value
    arn = os.environ.get(f"{name}_ARN")
    if not arn:
        raise Misconfigured(f"Set {name}, or {name}_ARN to the secret or parameter that holds it.")
    return _fetch(arn)


def forget_secret(name: str) -> None:
    """Forget secrets so that the next use fetches them again (a password was rotated); `name` is for the log."""
    if os.environ.get(f"{name}_ARN"):
        secret.cache_clear()


def _fetch(arn: str) -> str:
    import boto3

    service = arn.split(":")[2]
    region = arn.split(":")[3]
    client: Any
    if service == "secretsmanager":
        client = boto3.client("secretsmanager", region_name=region)
        return str(client.get_secret_value(SecretId=arn)["SecretString"])
    if service == "ssm":
        client = boto3.client("ssm", region_name=region)
        return str(client.get_parameter(Name=arn, WithDecryption=True)["Parameter"]["Value"])
    raise Misconfigured(f"{arn.rsplit(':', 1)[0]} is neither a Secrets Manager secret nor an SSM parameter.")
