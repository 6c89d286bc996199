"""Turns the catalogue's requests for auth into bytes on the wire, and its events for the authorizer into events."""

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from auth.http import cookies
from tests.auth.browser import TOKEN
from tests.conftest import SECRET
from tests.hostile.auth.house import PASSWORD, TOKENS, cookie

_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"


def _tampered_token() -> str:
    name, _, value = cookie("alice").partition("=")
    return f"{name}=b{value[1:]}"


def _tampered_signature() -> str:
    token, _, signature = cookie("alice").rpartition(".")
    return f"{token}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def _same_bits() -> str:
    """The cookie with another last letter that stands for the same bits, which base64 has two to spare of."""
    text = cookies.sign(TOKENS["alice"], SECRET.encode()).removesuffix("%3D")
    return f"{TOKEN}={text[:-1]}{_BASE64[_BASE64.index(text[-1]) ^ 1]}%3D"


def _signed_by(secret: str) -> str:
    return cookies.sign(TOKENS["alice"], secret.encode()).rpartition(".")[2]


NAMES: Mapping[str, str] = {
    "$COOKIE_A with first token char changed": _tampered_token(),
    "$COOKIE_A with last base64 char +1 (same bits)": _same_bits(),
    "$COOKIE_A tampered token": _tampered_token(),
    "$COOKIE_A tampered signature": _tampered_signature(),
    "$COOKIE_A": cookie("alice"),
    "$COOKIE_B": cookie("bob"),
    "$COOKIE_NAME": TOKEN,
    "$TOKEN_A": TOKENS["alice"],
    "$SIG_BY_OTHER_SECRET": _signed_by("a secret of somebody else, long enough to sign"),
    "$ATTACKER_CHOSEN": "attacker-chosen.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D",
    "$PW_A": PASSWORD,
    "$ALICE": "alice",
    "$BOB": "bob",
}


@dataclass
class Values:
    """What stands for the `$NAME`s of one case; `$RAND` is the same wherever it is named, `$SAME` the last address."""

    origin: str
    rand: str = field(default_factory=lambda: uuid4().hex[:12])
    email: str = ""

    def fill(self, value: Any) -> Any:
        """`value` with every name and every recipe in it worked out."""
        if isinstance(value, str):
            text = value.replace("$BASE_ORIGIN", self.origin).replace("$RAND", self.rand).replace("$SAME", self.email)
            for name, known in NAMES.items():  # longer ones stand first
                text = text.replace(name, known)
            return text
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if isinstance(value, dict):
            if set(value) == {"$repeat"}:
                return self.fill(value["$repeat"][0]) * value["$repeat"][1]
            if set(value) == {"$concat"}:
                return "".join(map(self.fill, value["$concat"]))
            return {name: self.fill(one) for name, one in value.items()}
        return value


@dataclass(frozen=True)
class Wire:
    """A request as it is sent; `body` is None where there is none."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None

    def event(self, source_ip: str) -> dict[str, Any]:
        """The gateway's event for it, from any address: for those that a test's machine does not have."""
        return {
            "version": "2.0",
            "routeKey": "ANY /api/auth/{proxy+}",
            "rawPath": self.path,
            "rawQueryString": "",
            "headers": {"host": "127.0.0.1", **self.headers},
            "requestContext": {
                "domainName": "127.0.0.1",
                "http": {"method": self.method, "path": self.path, "sourceIp": source_ip},
            },
            "body": (self.body or b"").decode(),
            "isBase64Encoded": False,
        }


def wire_of(request: Mapping[str, Any], values: Values) -> Wire:
    """The bytes of a request of the catalogue; what it says as JSON has JSON's type unless it says another."""
    headers = {name: values.fill(value) for name, value in request["headers"].items()}
    body: bytes | None = None
    if "json" in request:
        given = values.fill(request["json"])
        values.email = given.get("email", "") if isinstance(given.get("email"), str) else ""
        body = json.dumps(given, ensure_ascii=False).encode()
    elif request.get("body"):
        body = values.fill(request["body"]).encode()
    if body is not None or "body" in request:
        headers.setdefault("content-type", "application/json")
    return Wire(request["method"], f"/api/auth{request['path']}", headers, body)


def question_of(request: Mapping[str, Any]) -> dict[str, Any]:
    """The event that the gateway asks its authorizer with."""
    event: dict[str, Any] = Values("").fill(request["event"])
    return event
