"""Each request, however odd, is answered by us as by a real Better Auth server: status, body, place, cookies."""

import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.clients.better_auth import better_auth
from tests.stack import Stack

PASSWORD = "correct horse battery"
ME = "$me@example.com"
OURS_ALONE = re.compile(
    r"date|content-length|connection|keep-alive|transfer-encoding|apigw-requestid|content-type"
    r"|cache-control|x-content-type-options"
)


@dataclass
class Peer:
    """A user of one of the two servers, who sends bytes as he likes and keeps his cookies."""

    base: str
    database: str
    name: str = field(default_factory=lambda: uuid4().hex[:12])
    jar: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, **headers: str | None) -> Any:
        """Send a request; gives what must be the same on both sides. A header of None is left out."""
        given: dict[str, str | None] = {"origin": self.base, "content-type": "application/json"}
        given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items()) or None
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None or method == "GET":
            given["content-type"] = None
        text = body if isinstance(body, str | None) else json.dumps(body)
        text = None if text is None else text.replace("$me", self.name)
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        sent = {name: value for name, value in given.items() if value is not None}
        connection.request(method, f"/api/auth{path.replace('$me', self.name)}", text, sent)
        response = connection.getresponse()
        answer = response.read().decode()
        lines = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        for line in lines:
            name, _, rest = line.partition("=")
            self.jar[name] = rest.partition(";")[0]
            if "Max-Age=0;" in rest:
                del self.jar[name]
        others = {name.lower(): value for name, value in response.getheaders() if not _is_ours(name)}
        connection.close()
        kind = (response.getheader("content-type") or "") if answer else ""
        return (
            response.status,
            kind,
            self._alike(answer),
            self._alike(json.dumps(others)),
            list(map(_attributes, lines)),
        )

    def sign_up(self) -> None:
        """Be a user."""
        assert self.send("POST", "/sign-up/email", {"name": "Ann", "email": ME, "password": PASSWORD})[0] == 200

    def execute(self, statement: str) -> None:
        """Change what is stored of this user; `$me` is his id."""
        with psycopg.connect(self.database, autocommit=True) as database:
            row = database.execute(
                'SELECT id FROM public."user" WHERE email = %s', [ME.replace("$me", self.name)]
            ).fetchone()
            assert row
            database.execute(statement.replace("$me", row[0]).encode())

    def _alike(self, text: str) -> str:
        """`text` without what differs from server to server and from user to user."""
        text = text.replace(self.base, "$base").replace(self.name, "$me")
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "$time", text)
        text = re.sub(r'"ipAddress":"[^"]*"', '"ipAddress":"$address"', text)
        text = re.sub(r'(?<=")[A-Za-z0-9]{32}(?=")', "$letters", text)
        return text if not text.startswith(("{", "[")) else json.dumps(json.loads(text), sort_keys=True)


def _is_ours(name: str) -> bool:
    return OURS_ALONE.fullmatch(name.lower()) is not None or name.lower() == "set-cookie"


def _attributes(line: str) -> str:
    name, _, rest = line.partition("=")
    value, _, attributes = rest.partition(";")
    return f"{name}={'…' if value else ''};{attributes}"


Story = Callable[[Peer], Iterator[Any]]


@pytest.fixture(scope="module")
def peers(stack: Stack) -> Iterator[Callable[[], tuple[Peer, Peer]]]:
    """Opens a peer at each server."""
    with better_auth(stack.database, stack.secret) as theirs:
        yield lambda: (Peer(stack.url, stack.database), Peer(theirs.url, stack.database))


def signed_out(peer: Peer) -> Iterator[Any]:
    """Nobody is signed in: every route with bodies good and bad."""
    good = {
        "/sign-in/email": {"email": "nobody@example.com", "password": PASSWORD},
        "/sign-up/email": {"name": "Ann", "email": "zz", "password": PASSWORD},
        "/sign-out": {},
        "/revoke-session": {"token": "x"},
        "/revoke-sessions": {},
        "/revoke-other-sessions": {},
        "/update-user": {"name": "x"},
        "/update-session": {"x": 1},
        "/change-password": {"newPassword": PASSWORD, "currentPassword": PASSWORD},
        "/verify-password": {"password": "x"},
        "/change-email": {"newEmail": "x@example.com"},
        "/delete-user": {"password": "x"},
        "/request-password-reset": {"email": "nobody@example.com"},
        "/reset-password": {"newPassword": PASSWORD, "token": "x"},
        "/send-verification-email": {"email": "nobody@example.com"},
        "/unlink-account": {"accountId": "x"},
    }
    for path, body in good.items():
        for odd in (body, {}, [], None, "null", "5", '"x"', "{bad", "", dict.fromkeys(body, 5)):
            yield peer.send("POST", path, odd)
        yield peer.send("POST", path, body, content_type="text/plain")
        yield peer.send("POST", path, "a=b", content_type="application/x-www-form-urlencoded")
        yield peer.send("POST", path, {**body, "callbackURL": "https://evil.example"})
        yield peer.send("POST", path, {**body, "callbackURL": 5})
        yield peer.send("POST", path, body, cookie="a=b", origin=None)
        yield peer.send("POST", path, body, cookie="a=b", origin="https://evil.example")
        yield peer.send("GET", path)


def queries(peer: Peer) -> Iterator[Any]:
    """Links, whole and broken."""
    for path in ("/reset-password/nope", "/verify-email", "/delete-user/callback"):
        for query in (
            "",
            "token=",
            "token=x",
            "token=x&callbackURL=",
            "token=x&callbackURL=%2Fa%3Fb%3Dc%23d",
            "callbackURL=/a",
            "token=x&token=y&callbackURL=/a",
            "token=x&callbackURL=/a&callbackURL=/b",
            "token=x&callbackURL=https://evil.example",
            "token=x&callbackURL=//evil.example",
            "token=x&callbackURL=/%2fevil.example",
            "token=x&callbackURL=a",
            "token=x&callbackURL=%2Fa%20b%2Fc%3Fd%3D%20e",
        ):
            yield peer.send("GET", f"{path}?{query}")
    for path in ("/ok", "/ok/", "/nope", "/reset-password", "/reset-password/", "/get-session?disableRefresh=x"):
        yield peer.send("GET", path)
        yield peer.send("POST", path, {})


def password(peer: Peer) -> Iterator[Any]:
    """Changing a password."""
    peer.sign_up()
    new = {"currentPassword": PASSWORD, "newPassword": "another long one"}
    for odd in ({"newPassword": "short"}, {"newPassword": "x" * 129}, {"currentPassword": "x" * 129}):
        yield peer.send("POST", "/change-password", {**new, **odd})
    yield peer.send("POST", "/change-password", {**new, "currentPassword": "wrong"})
    yield peer.send("POST", "/verify-password", {"password": "wrong"})
    yield peer.send("POST", "/verify-password", {"password": PASSWORD})
    yield peer.send("POST", "/change-password", new)
    yield peer.send("POST", "/sign-in/email", {"email": ME, "password": PASSWORD})
    again = {"currentPassword": "another long one", "newPassword": PASSWORD, "revokeOtherSessions": True}
    yield peer.send("POST", "/change-password", again)
    yield peer.send("GET", "/get-session")
    peer.execute("UPDATE public.account SET password = NULL WHERE user_id = '$me'")
    yield peer.send("POST", "/change-password", new)
    yield peer.send("POST", "/verify-password", {"password": PASSWORD})
    yield peer.send("POST", "/delete-user", {"password": PASSWORD})


def unusual_passwords(peer: Peer) -> Iterator[Any]:
    """Passwords that many have, or that are no whole text."""
    for number, odd in enumerate(("Password1", "\ud800aaaaaaaaaa", "a\0bcdefgh", "        \t")):
        email = f"{number}-{ME}"
        yield peer.send("POST", "/sign-up/email", {"name": "Ann", "email": email, "password": odd})
        yield peer.send("POST", "/sign-in/email", {"email": email, "password": odd})
        yield peer.send("POST", "/sign-in/email", {"email": email, "password": odd.strip()})


def sessions(peer: Peer) -> Iterator[Any]:
    """Sessions that are renewed, old, not remembered, revoked, dead."""
    peer.sign_up()
    yield peer.send("GET", "/list-sessions")
    yield peer.send("POST", "/revoke-session", {"token": "nope"})
    peer.execute("UPDATE public.session SET expires_at = expires_at - interval '2 days' WHERE user_id = '$me'")
    yield peer.send("POST", "/update-user", {"name": "Bob"})
    peer.execute("UPDATE public.session SET expires_at = expires_at - interval '2 days' WHERE user_id = '$me'")
    yield peer.send("GET", "/list-accounts")
    peer.execute("UPDATE public.session SET expires_at = expires_at - interval '2 days' WHERE user_id = '$me'")
    yield peer.send("POST", "/change-email", {"newEmail": ME})
    yield peer.send("GET", "/get-session", cookie=f"{cookies(peer)}; better-auth.session_data=x")
    yield peer.send("GET", "/list-accounts", cookie=f"{cookies(peer)}; better-auth.session_data.0=x")
    peer.execute("UPDATE public.session SET created_at = created_at - interval '25 hours' WHERE user_id = '$me'")
    for method, path, body in (
        ("GET", "/list-sessions", None),
        ("POST", "/unlink-account", {"accountId": "x"}),
        ("POST", "/delete-user", {}),
    ):
        yield peer.send(method, path, body)
    yield peer.send("POST", "/sign-in/email", {"email": ME, "password": PASSWORD, "rememberMe": False})
    yield peer.send("POST", "/update-user", {"image": None})
    yield peer.send("POST", "/revoke-other-sessions")
    dead = dict(peer.jar)
    yield peer.send("POST", "/revoke-sessions", {})
    for method, path, body in (("GET", "/list-accounts", None), ("POST", "/verify-password", {"password": "x"})):
        peer.jar = dict(dead)
        yield peer.send(method, path, body)
    peer.jar = dict(dead)
    yield peer.send("POST", "/send-verification-email", {"email": ME})


def cookies(peer: Peer) -> str:
    return "; ".join(f"{name}={value}" for name, value in peer.jar.items())


def user(peer: Peer) -> Iterator[Any]:
    """Changing and deleting a user."""
    peer.sign_up()
    for body in (
        {"name": ""},
        {"image": "/a.png"},
        {"email": "a@b.co"},
        {"email": ""},
        {"id": "x"},
        {"name": "é\ud83d"},
    ):
        yield peer.send("POST", "/update-user", body)
        yield peer.send("GET", "/get-session")
    yield peer.send("POST", "/send-verification-email", {"email": "other@example.com"})
    yield peer.send("POST", "/send-verification-email", {"email": ME})
    yield peer.send("POST", "/change-email", {"newEmail": f"new{ME}"})
    yield peer.send("GET", "/list-accounts")
    yield peer.send("POST", "/unlink-account", {"accountId": "x"})
    peer.execute(
        "INSERT INTO public.account (id, account_id, provider_id, user_id, scope, updated_at)"
        " VALUES ('a$me', 'y', 'github', '$me', 'a, b,,c d', now())"
    )
    yield peer.send("POST", "/unlink-account", {"accountId": "x"})
    peer.execute("UPDATE public.\"user\" SET email_verified = true WHERE id = '$me'")
    yield peer.send("POST", "/send-verification-email", {"email": ME})
    yield peer.send("POST", "/delete-user", {"password": "wrong"})
    yield peer.send("POST", "/delete-user", {"password": "x" * 129})
    yield peer.send("POST", "/delete-user", {"token": "wrong", "password": PASSWORD})
    yield peer.send("GET", "/delete-user/callback?token=wrong&callbackURL=/a")
    yield peer.send("POST", "/delete-user", {"password": PASSWORD, "callbackURL": "/bye"})
    yield peer.send("GET", "/get-session")


@pytest.mark.parametrize("story", [signed_out, queries, password, unusual_passwords, sessions, user])
def test_both_servers_tell_the_same_story(peers: Callable[[], tuple[Peer, Peer]], story: Story) -> None:
    ours, theirs = peers()
    for number, (mine, its) in enumerate(zip(story(ours), story(theirs), strict=True)):
        assert mine == its, f"answer {number} of {story.__name__}"
