"""A browser that talks to the auth handler in the gateway's own events, and keeps its cookies."""

import base64
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from auth import app

ORIGIN = "http://127.0.0.1:3000"
PASSWORD = "correct horse battery"
TOKEN, DATA, FORGET = "better-auth.session_token", "better-auth.session_data", "better-auth.dont_remember"
DEVICE = "better-auth.device"
PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def event(
    method: str,
    path: str,
    *,
    query: str = "",
    headers: dict[str, str] | None = None,
    cookies: list[str] | None = None,
    body: str | bytes | None = None,
    source_ip: str = "203.0.113.9",
) -> dict[str, Any]:
    """An event of the HTTP API, payload 2.0; bytes are a body that the gateway took for binary."""
    whole: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "ANY /api/auth/{proxy+}",
        "rawPath": f"/api/auth{path}",
        "rawQueryString": query,
        "headers": headers or {},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123",
            "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
            "http": {
                "method": method,
                "path": f"/api/auth{path}",
                "protocol": "HTTP/1.1",
                "sourceIp": source_ip,
                "userAgent": (headers or {}).get("user-agent", ""),
            },
            "requestId": "id",
            "routeKey": "ANY /api/auth/{proxy+}",
            "stage": "$default",
            "time": "23/Nov/2026:08:45:45 +0000",
            "timeEpoch": 1795423545248,
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if cookies:
        whole["cookies"] = cookies
    if body is not None:
        whole["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return whole


@dataclass(frozen=True)
class Reply:
    """What came back. `json` is None for an empty body as well: ask `text` where that matters."""

    status: int
    text: str
    headers: dict[str, str]
    set_cookies: list[str]

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.text) if self.text else None

    @property
    def code(self) -> tuple[int, str | None]:
        """Status and error code."""
        return self.status, (self.json or {}).get("code")

    def cookie(self, name: str) -> str | None:
        """The Set-Cookie line of a cookie."""
        return next((line for line in self.set_cookies if line.startswith(f"{name}=")), None)


def call(event: dict[str, Any]) -> Reply:
    """Send an event through the handler."""
    answer = app.handler(event, None)
    assert not answer["isBase64Encoded"]
    HTTPStatus(answer["statusCode"])
    headers = {key: value for key, value in (answer.get("headers") or {}).items() if key != "content-length"}
    return Reply(answer["statusCode"], answer.get("body", ""), headers, answer.get("cookies") or [])


@dataclass
class Browser:
    """Sends what a browser on our own origin would send."""

    jar: dict[str, str] = field(default_factory=dict)
    agent: str = "probe/1"
    source_ip: str = "203.0.113.9"

    def post(self, path: str, body: Any = None, *, query: str = "", **headers: str) -> Reply:
        """POST `body` as JSON; `headers` are added, with underscores for hyphens."""
        text = None if body is None else json.dumps(body)
        return self._send("POST", path, query, {"content-type": "application/json", "origin": ORIGIN, **headers}, text)

    def get(self, path: str, *, query: str = "", **headers: str) -> Reply:
        """GET without a body."""
        return self._send("GET", path, query, headers, None)

    def session(self) -> Any:
        """What get-session says."""
        return self.get("/get-session").json

    def sign_up(self, email: str = "ann@example.com", **fields: Any) -> Reply:
        """Sign up; `fields` replace or add."""
        return self.post("/sign-up/email", {"name": "Ann", "email": email, "password": PASSWORD, **fields})

    def sign_in(self, email: str = "ann@example.com", password: str = PASSWORD, **fields: Any) -> Reply:
        """Sign in."""
        return self.post("/sign-in/email", {"email": email, "password": password, **fields})

    def _send(self, method: str, path: str, query: str, headers: dict[str, str], body: str | None) -> Reply:
        named = {"user-agent": self.agent} | {key.replace("_", "-"): value for key, value in headers.items() if value}
        held = [f"{name}={value}" for name, value in self.jar.items()]
        reply = call(event(method, path, query=query, headers=named, cookies=held, body=body, source_ip=self.source_ip))
        for line in reply.set_cookies:
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0]
            if "Max-Age=0;" in rest:
                self.jar.pop(name, None)
            else:
                self.jar[name] = value
        return reply
