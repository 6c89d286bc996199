"""Signs a request to AWS by Signature Version 4: boto3, which could, takes as long to load as all the rest of ingest.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks; the token comes with a role's."""

    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CredentialScope:
    """What a signature is good for, beside its day."""

    region: str
    service: str


def sign(
    headers: Mapping[str, str], body: bytes, scope: CredentialScope, credentials: Credentials, now: datetime
) -> dict[str, str]:
    """The `headers`, `host` among them, of a POST to `/` with all that makes AWS believe it; `now` is in UTC."""
    at = now.strftime("%Y%m%dT%H%M%SZ")
    signed = {name.lower(): " ".join(value.split()) for name, value in headers.items()} | {"x-amz-date": at}
    if credentials.token:
        signed["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"POST\n/\n\n{lines}\n{names}\n{_hash(body)}"
    place = f"{at[:8]}/{scope.region}/{scope.service}/aws4_request"
    to_sign = f"{_ALGORITHM}\n{at}\n{place}\n{_hash(request.encode())}"
    signature = _mac(signing_key(credentials.secret, at[:8], scope), to_sign).hex()
    told = f"{_ALGORITHM} Credential={credentials.key_id}/{place}, SignedHeaders={names}, Signature={signature}"
    return {**signed, "authorization": told}


def signing_key(secret: str, day: str, scope: CredentialScope) -> bytes:
    """The key that signs on a day (YYYYMMDD) within a scope."""
    key = f"AWS4{secret}".encode()
    for part in (day, scope.region, scope.service, "aws4_request"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
