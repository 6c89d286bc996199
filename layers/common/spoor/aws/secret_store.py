"""Fetches one secret from Secrets Manager or SSM's Parameter Store, by a request made by hand and within a deadline."""

import base64
import json
import os
import re
from http.client import HTTPException
from time import monotonic, sleep
from typing import Any

from spoor.aws.calls import NoCredentials, kind_of, post
from spoor.aws.sigv4 import CredentialScope
from spoor.wait_limit import call_within

_TRIES = 2
_PAUSE_S = 0.1
_AGAIN = re.compile("Throttl|TooManyRequests|Internal|ServiceUnavailable|LimitExceeded|time-out|refused|cut")
_SUFFIX = {"aws-cn": "amazonaws.com.cn", "aws-iso": "c2s.ic.gov", "aws-iso-b": "sc2s.sgov.gov"}
_TARGETS = {"secretsmanager": "secretsmanager.GetSecretValue", "ssm": "AmazonSSM.GetParameter"}
_VARIABLES = {"secretsmanager": "AWS_ENDPOINT_URL_SECRETS_MANAGER", "ssm": "AWS_ENDPOINT_URL_SSM"}


class NotFetched(Exception):
    """The secret is not to be had; `kind` is AWS's word for it, or what became of the connection."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def fetch(arn: str, seconds: float) -> str:
    """The text of the secret or parameter at `arn`, before so many seconds are over, a second try among them.

    Raises NotFetched.
    """
    parts = arn.split(":")
    if len(parts) < 6 or parts[2] not in _TARGETS or not parts[3]:
        raise NotFetched("the ARN is of neither a Secrets Manager secret nor an SSM parameter")
    deadline = monotonic() + seconds
    for left in reversed(range(_TRIES)):
        try:
            return call_within(deadline - monotonic(), lambda: _ask(arn, deadline))
        except NotFetched as error:
            if not left or not _AGAIN.search(error.kind) or monotonic() + _PAUSE_S >= deadline:
                raise
        except NoCredentials:
            raise NotFetched("no credentials") from None
        except (OSError, HTTPException) as error:
            if not left or monotonic() + _PAUSE_S >= deadline:
                raise NotFetched(kind_of(error)) from None
        sleep(_PAUSE_S)
    raise AssertionError


def _ask(arn: str, deadline: float) -> str:
    _, partition, service, region, *_ = arn.split(":")
    address = _endpoint(service, region, partition)
    body = json.dumps({"SecretId": arn} if service == "secretsmanager" else {"Name": arn, "WithDecryption": True})
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": _TARGETS[service],
    }
    status, kind, content = post(address, headers, body, CredentialScope(region, service), deadline)
    return _read(status, kind, content)


def _read(status: int, kind: str, content: bytes) -> str:
    """The secret in an answer. Raises NotFetched."""
    try:
        said: Any = json.loads(content)
        if status == 200:
            if "Parameter" in said:
                return str(said["Parameter"]["Value"])
            if "SecretString" in said:
                return str(said["SecretString"])
            return base64.b64decode(said["SecretBinary"]).decode()
        kind = kind or str(said.get("__type", ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        kind = kind or "unreadable answer"
    kind = kind.rpartition("#")[2].partition(":")[0]
    raise NotFetched(kind if re.fullmatch(r"[\w ]{1,80}", kind) else f"status {status}")


def _endpoint(service: str, region: str, partition: str) -> str:
    own = os.environ.get(_VARIABLES[service]) or os.environ.get("AWS_ENDPOINT_URL")
    return own or f"https://{service}.{region}.{_SUFFIX.get(partition, 'amazonaws.com')}"
