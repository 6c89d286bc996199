"""The secrets of a stage, as SecureStrings in SSM's Parameter Store, which cost nothing."""

import secrets
from collections.abc import Sequence

from deployment.aws.calls import Aws, Refused
from deployment.console import Console

RANDOM = ("auth-secret", "api-token-secrets")
"""Those that are made up here."""


def read(aws: Aws, name: str) -> str | None:
    """What the parameter holds, or None where there is none. Raises Failed."""
    try:
        answer = aws.look("ssm", "get_parameter", {"ParameterNotFound"}, Name=name, WithDecryption=True)
    except Refused:
        return None
    return str(answer["Parameter"]["Value"])


def write(aws: Aws, name: str, value: str, *, kind: str = "SecureString") -> None:
    """Store a value, in the place of any that was there. Raises Failed."""
    aws.change("ssm", "put_parameter", Name=name, Value=value, Type=kind, Overwrite=True)


def keep_random(console: Console, aws: Aws, name: str) -> None:
    """Make up a secret, unless there is one: a new one would sign everybody out. Raises Failed."""
    if read(aws, name) is not None:
        console.say(f"{name} is there and stays")
        return
    new = {"Name": name, "Value": secrets.token_urlsafe(48), "Type": "SecureString"}
    try:
        aws.change("ssm", "put_parameter", {"ParameterAlreadyExists"}, **new)
    except Refused:  # another run was quicker
        console.say(f"{name} is there and stays")


def remove(aws: Aws, names: Sequence[str]) -> None:
    """Delete parameters; those that are gone are gone. Raises Failed."""
    aws.change("ssm", "delete_parameters", Names=list(names))
