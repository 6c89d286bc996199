"""Fetches one secret from Secrets Manager or SSM's Parameter Store, by a request made by hand and within a deadline."""

import base64
import json
import os
import re
import socket
import ssl
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from spoor.aws.sigv4 import Credentials, CredentialScope, sign
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
        except (OSError, HTTPException) as error:
            if not left or monotonic() + _PAUSE_S >= deadline:
                raise NotFetched(_kind_of(error)) from None
        sleep(_PAUSE_S)
    raise AssertionError


def _ask(arn: str, deadline: float) -> str:
    _, partition, service, region, *_ = arn.split(":")
    address = urlsplit(_endpoint(service, region, partition))
    body = json.dumps({"SecretId": arn} if service == "secretsmanager" else {"Name": arn, "WithDecryption": True})
    headers = {
        "host": address.netloc,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": _TARGETS[service],
    }
    signed = sign(headers, body.encode(), CredentialScope(region, service), _credentials(), datetime.now(UTC))
    left = max(0.1, deadline - monotonic())
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        line: HTTPConnection = HTTPSConnection(host, port, timeout=left, context=_tls())
    else:
        line = HTTPConnection(host, port, timeout=left)
    try:
        line.request("POST", "/", body.encode(), signed)
        answer = line.getresponse()
        return _read(answer.status, answer.getheader("x-amzn-errortype") or "", answer.read())
    finally:
        line.close()


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


def _credentials() -> Credentials:
    """The function's own, from its environment; from wherever boto3 finds some where there are none, which are a
    snapshot that was restored, and a machine of somebody's."""
    key_id, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if key_id and secret:
        return Credentials(key_id, secret, os.environ.get("AWS_SESSION_TOKEN", ""))
    from botocore.session import get_session

    found = get_session().get_credentials()
    if found is None:
        raise NotFetched("no credentials")
    frozen = found.get_frozen_credentials()
    return Credentials(frozen.access_key, frozen.secret_key, frozen.token or "")


@cache
def _tls() -> ssl.SSLContext:
    """Whom to trust: the system, or else the authorities that certifi has in the layer."""
    context = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE") or None)
    if not context.cert_store_stats()["x509_ca"]:
        from certifi import where

        context.load_verify_locations(where())
    return context


def _kind_of(error: Exception) -> str:
    """What became of a connection, in the words of spoor.postgres.causes where there is one."""
    if isinstance(error, TimeoutError):
        return "time-out"
    if isinstance(error, socket.gaierror):
        return "dns"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, ssl.SSLError):
        return "tls"
    return "cut"
