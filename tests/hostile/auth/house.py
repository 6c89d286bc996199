"""Where the cases of auth play: the functions behind the local gateway, one server connection, three people."""

import http.client
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

from psycopg import sql

from auth.http import cookies
from auth.users import passwords
from dev.stack import Stack
from tests.auth.browser import TOKEN
from tests.conftest import SECRET
from tests.faults.rig import kernel
from tests.faults.rig.proxy import Fault, FaultProxy
from tests.hostile.traces import Inspector, check_traces
from tests.people import Direct, sign_up
from tests.tables import empty

MEMORY = 64 * 1024 * 1024
"""Bytes by which an instance may grow at the most, even for a moment."""
PATIENCE = 2.0
"""Seconds of the processor's time that a request may cost its function: on the clock they would tell how busy the
machine is, and what waits in the database is seen by its lock or transaction."""
HASHING = 24 * 1024 * 1024
"""One hash takes 32 MiB for a tenth of a second: a peak above this is a password that was hashed."""
PASSWORD = "Pa55word of Alice, which no log holds"
HASH = passwords.hash_password(PASSWORD)
TOKENS = {"alice": "aLiCe" + "A" * 27, "bob": "bOb" + "B" * 29, "alice's phone": "pHoNe" + "P" * 27}

AUTH, AUTHORIZER = "AuthFunction", "AuthorizerFunction"

_SPILLED = re.compile(r"Traceback|SELECT |INSERT |psycopg|sqlstate|File \"|find_login|\.py\b", re.IGNORECASE)


def cookie(whose: str) -> str:
    """The cookie of somebody's session."""
    return f"{TOKEN}={cookies.sign(TOKENS[whose], SECRET.encode())}"


@dataclass(frozen=True)
class Reply:
    """What came back through the gateway; names of headers in small letters, each Set-Cookie line apart."""

    status: int
    headers: Mapping[str, str]
    set_cookies: list[str]
    text: str

    @property
    def json(self) -> Any:
        """The body; None where it is empty or `null`."""
        return json.loads(self.text) if self.text else None

    def cookie(self, name: str) -> str | None:
        """The Set-Cookie line of a cookie."""
        return next((line for line in self.set_cookies if line.startswith(f"{name}=")), None)


@dataclass
class House:
    """`inspector` goes through a pooler with a single server connection, `proxy` stands before that pooler. `resting`
    are a function's bytes before the first case, `worked` the seconds that an instance had worked before this one, and
    `requests` how many there were in it."""

    stack: Stack
    url: str
    folder: Path
    proxy: FaultProxy
    direct: Direct
    inspector: Inspector
    usual: Mapping[str, str]
    resting: dict[str, int] = field(default_factory=dict)
    worked: dict[int, float] = field(default_factory=dict)
    requests: int = 0

    @property
    def origin(self) -> str:
        """The one that browsers know."""
        return f"http://127.0.0.1:{self.stack.port}"

    def begin(self) -> None:
        """Alice is signed in on two devices and Bob on one, Carl has no password; all measures begin anew."""
        empty(self.direct)
        for name in ("alice", "bob", "carl"):
            sign_up(self.direct, name)
            self.direct.execute(
                "INSERT INTO public.account (id, account_id, provider_id, user_id, password, updated_at)"
                " VALUES (%(id)s, %(id)s, 'credential', %(id)s, %(hash)s, timezone('UTC', now()))",
                {"id": name, "hash": None if name == "carl" else HASH},
            )
        for whose, token in TOKENS.items():
            self.direct.execute(
                "INSERT INTO public.session (id, token, user_id, expires_at, updated_at, created_at)"
                " SELECT %(id)s, %(token)s,"
                " %(user)s, now + interval '7 days', now, now FROM timezone('UTC', now()) AS now",
                {"id": whose, "token": token, "user": whose.partition("'")[0]},
            )
        for function in (AUTH, AUTHORIZER):
            self.stack.pools[function].reap(0)  # all but one, or the gateway would end them in the middle of a case
        self.forget_peaks()
        self.worked, self.requests = self._worked(), 0

    def forget_peaks(self) -> None:
        """Let the peaks of memory begin anew."""
        for pid in (*self._pids(AUTH), *self._pids(AUTHORIZER)):
            kernel.forget_peak(pid)

    @contextmanager
    def failing(self, marker: bytes) -> Iterator[None]:
        """Cut off every statement that holds `marker` on its way."""
        self.proxy.marker = marker
        self.proxy.set(Fault.CUT_BEFORE_FORWARD, every=1)
        try:
            yield
        finally:
            self.proxy.set(Fault.PASS)

    @contextmanager
    def never_asked(self, marker: bytes) -> Iterator[None]:
        """See to it that no statement that holds `marker` is on its way."""
        before = self.proxy.struck
        with self.failing(marker):
            yield
        assert self.proxy.struck == before, f"{marker!r} was asked of the database"

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """One request, its bytes as they are."""
        self.requests += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value.encode())
            if body is not None:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            lines = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
            found = {name.lower(): value for name, value in answer.getheaders() if name.lower() != "set-cookie"}
            return Reply(answer.status, found, lines, answer.read().decode())
        finally:
            connection.close()

    def invoke(self, function: str, event: Any) -> Any:
        """What a function makes of an event, past the routes."""
        path = f"/2015-03-31/functions/{function}/invocations"
        answer = self.send("POST", path, {}, json.dumps(event).encode())
        assert "x-amz-function-error" not in answer.headers, answer
        return answer.json

    def session(self, header: str) -> Any:
        """What get-session says to a Cookie header."""
        return self.send("GET", "/api/auth/get-session", {"cookie": header}).json

    def api(self, header: str) -> int:
        """The status of a call of the API with a Cookie header."""
        return self.send("GET", "/api/apps", {"cookie": header}).status

    def count(self, table: str, where: LiteralString = "true", *values: str) -> int:
        """Rows of one of Better Auth's tables, for which a condition holds; its values stand in it as `%s`."""
        asked = sql.SQL("SELECT FROM {} WHERE ").format(sql.Identifier("public", table)) + sql.SQL(where)
        return self.direct.execute(asked, values).rowcount

    def peak(self, function: str = AUTH) -> int:
        """Bytes by which a function grew at the most in this case."""
        return max(kernel.memory(pid, "VmHWM") for pid in self._pids(function)) - self.resting[function]

    def rest(self) -> None:
        """What is in use now counts as normal, for instances that come later too."""
        for function in (AUTH, AUTHORIZER):
            self.resting[function] = max(kernel.memory(pid, "VmRSS") for pid in self._pids(function))

    def took(self) -> float:
        """Seconds of the processor's time that this case cost the instances that there were when it began, all of which
        must still be there."""
        now = self._worked()
        assert self.worked.keys() <= now.keys(), "an instance is gone"
        return sum(now[pid] - before for pid, before in self.worked.items())

    def logs(self) -> str:
        """All that every function has logged."""
        return "\n".join(path.read_text() for path in sorted((self.folder / "logs").glob("*.log")))

    def check_aftermath(self, replies: list[Reply]) -> None:
        """What must be so after every case, whatever it was."""
        for reply in replies:
            check_answer(reply)
        for function in (AUTH, AUTHORIZER):
            assert self.peak(function) <= MEMORY, f"{function} grew by {self.peak(function) >> 20} MiB"
        assert self.took() <= PATIENCE * self.requests
        check_traces(self.inspector, self.direct, self.usual)
        assert self.session(cookie("bob"))["user"]["id"] == "bob"
        assert self.api(cookie("bob")) == 200

    def _worked(self) -> dict[int, float]:
        return {pid: kernel.worked(pid) for pid in (*self._pids(AUTH), *self._pids(AUTHORIZER))}

    def _pids(self, function: str) -> list[int]:
        return self.stack.pools[function].pids()


def check_answer(reply: Reply) -> None:
    """JSON or nothing, no fault of ours, nothing of our insides; Better Auth names no character set."""
    assert reply.status < 500, reply
    assert not _SPILLED.search(reply.text), reply.text
    assert not [value for value in (*reply.headers.values(), *reply.set_cookies) if "\r" in value or "\n" in value]
    if reply.text:
        assert reply.headers["content-type"] == "application/json"
        json.loads(reply.text)
