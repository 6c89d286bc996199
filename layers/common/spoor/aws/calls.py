"""One request to AWS, made by hand: boto3 takes as long to load as all the rest of a function."""

import os
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPConnection, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from spoor.aws.sigv4 import Credentials, CredentialScope, sign


class NoCredentials(Exception):
    """Nobody says who asks."""


def post(
    endpoint: str, headers: Mapping[str, str], body: str, scope: CredentialScope, deadline: float
) -> tuple[int, str, bytes]:
    """The answer to a signed POST to `/`: its status, the kind of error in its headers, its body.

    Raises NoCredentials, OSError and HTTPException as the connection does.
    """
    address = urlsplit(endpoint)
    content = body.encode()
    signed = sign({"host": address.netloc, **headers}, content, scope, _credentials(), datetime.now(UTC))
    left = max(0.1, deadline - monotonic())
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        line: HTTPConnection = HTTPSConnection(host, port, timeout=left, context=_tls())
    else:
        line = HTTPConnection(host, port, timeout=left)
    try:
        line.request("POST", "/", content, signed)
        answer = line.getresponse()
        return answer.status, answer.getheader("x-amzn-errortype") or "", answer.read()
    finally:
        line.close()


def kind_of(error: Exception) -> str:
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


def _credentials() -> Credentials:
    """The function's own, from its environment; from wherever boto3 finds some where there are none, which are a
    snapshot that was restored, and a machine of somebody's."""
    key_id, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if key_id and secret:
        return Credentials(key_id, secret, os.environ.get("AWS_SESSION_TOKEN", ""))
    from botocore.session import get_session

    found = get_session().get_credentials()
    if found is None:
        raise NoCredentials
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
