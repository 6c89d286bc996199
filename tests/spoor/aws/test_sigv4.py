"""What is signed by hand is signed as AWS publishes it, and as botocore does."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Theirs
from hypothesis import given, settings
from hypothesis import strategies as st

from spoor.aws.sigv4 import Credentials, CredentialScope, sign, signing_key

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
KEY = Credentials("AKIDEXAMPLE", SECRET)
NOW = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
SUITE = CredentialScope("us-east-1", "service")
HOST = {"Host": "example.amazonaws.com"}
PLACE = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"


def test_a_key_is_derived_as_in_awss_example() -> None:
    key = signing_key(SECRET, "20150830", CredentialScope("us-east-1", "iam"))
    assert key.hex() == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"


@pytest.mark.parametrize(
    ("headers", "body", "names", "signature"),
    [
        (HOST, b"", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            {**HOST, "Content-Type": "application/x-www-form-urlencoded"},
            b"Param1=value1",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ],
    ids=["post-vanilla", "post-x-www-form-urlencoded"],
)
def test_requests_of_awss_published_suite_get_its_signatures(
    headers: Mapping[str, str], body: bytes, names: str, signature: str
) -> None:
    signed = sign(headers, body, SUITE, KEY, NOW)
    assert signed["authorization"] == f"{PLACE}, SignedHeaders={names}, Signature={signature}"


class Clocked(SigV4Auth):  # type: ignore[misc]  # botocore has no types
    """botocore's signer at a time of ours, with the headers that it is given and no other."""

    def __init__(self, credentials: Theirs, scope: CredentialScope, now: datetime) -> None:
        super().__init__(credentials, scope.service, scope.region)
        self.now = now

    def add_auth(self, request: AWSRequest) -> None:
        """As the class above does it, but for the clock."""
        request.context["timestamp"] = self.now.strftime("%Y%m%dT%H%M%SZ")
        self._modify_request_before_signing(request)
        wanted = self.canonical_request(request)
        self._inject_signature_to_request(request, self.signature(self.string_to_sign(request, wanted), request))


@settings(deadline=None)
@given(
    body=st.binary(max_size=60),
    token=st.text(st.sampled_from("abc/+="), max_size=20),
    region=st.sampled_from(["eu-central-1", "us-gov-west-1", "cn-north-1"]),
    service=st.sampled_from(["secretsmanager", "ssm"]),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
)
def test_botocore_signs_alike(body: bytes, token: str, region: str, service: str, now: datetime) -> None:
    scope, now = CredentialScope(region, service), now.replace(tzinfo=UTC)
    headers = {
        "host": f"{service}.{region}.amazonaws.com",
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "x.GetSecretValue",
    }
    theirs = AWSRequest("POST", f"https://{headers['host']}/", headers=dict(headers), data=body)
    Clocked(Theirs("AKIDEXAMPLE", SECRET, token or None), scope, now).add_auth(theirs)
    ours = sign(headers, body, scope, Credentials("AKIDEXAMPLE", SECRET, token), now)
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours.get("x-amz-security-token") == theirs.headers.get("X-Amz-Security-Token")


def test_no_secret_is_in_a_repr() -> None:
    assert SECRET not in repr(Credentials("AKIDEXAMPLE", SECRET, SECRET))
