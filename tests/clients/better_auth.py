"""Better Auth's own client in browsers that Python tells what to do, and a real Better Auth server."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

CLIENTS = Path(__file__).parent
_PATIENCE = 60.0


@dataclass(frozen=True)
class Result:
    """What a call of the client came to: its `data` and `error`, and the HTTP answer under it.

    Dates that the client made are {"date": "…"}.
    """

    data: Any
    error: Any
    status: int
    location: str | None
    set_cookies: list[str]
    text: str

    @property
    def code(self) -> tuple[int, str | None]:
        """Status and code of an error."""
        assert self.error, self
        return self.error["status"], self.error.get("code")


class Browsers:
    """A node process with any number of browsers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._count = 0

    def new(self, base: str) -> "AuthBrowser":
        """A browser without cookies, at the site `base`."""
        self._count += 1
        return AuthBrowser(self, base, f"browser {self._count}")

    def order(self, **order: Any) -> dict[str, Any]:
        """Have something done."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the browsers' process died"
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass(frozen=True)
class AuthBrowser:
    """One browser, at one site."""

    browsers: Browsers
    base: str
    name: str

    def at(self, base: str) -> "AuthBrowser":
        """The same browser, cookies and all, at another site on this host."""
        return AuthBrowser(self.browsers, base, self.name)

    def call(self, name: str, *args: Any) -> Result:
        """Call a method of the client, such as `signIn.email`."""
        return self._result(self.browsers.order(browser=self.name, base=self.base, call=name, args=args))

    def open(self, link: str) -> Result:
        """Follow a link, without going on to where it leads."""
        return self._result(self.browsers.order(browser=self.name, call="$open", args=[link]))

    def store(self, filled: bool) -> Any:
        """What useSession holds when it has become `filled` or empty, or else after five seconds."""
        return self.browsers.order(browser=self.name, base=self.base, call="$store", args=[filled])["data"]

    @property
    def jar(self) -> dict[str, str]:
        """Its cookies."""
        jar: dict[str, str] = self.browsers.order(browser=self.name, call="$jar")["jar"]
        return jar

    def user(self) -> Any:
        """Who is signed in, by getSession."""
        found = self.call("getSession").data
        return found and found["user"]

    def sign_up(self, email: str, password: str, **fields: Any) -> Result:
        """Sign up as Ann."""
        return self.call("signUp.email", {"name": "Ann", "email": email, "password": password, **fields})

    def sign_in(self, email: str, password: str, **fields: Any) -> Result:
        """Sign in."""
        return self.call("signIn.email", {"email": email, "password": password, **fields})

    def authenticate(self, **wish: Any) -> None:
        """What the authenticator of all browsers does from now on: authenticator.mjs has the words."""
        self.browsers.order(browser=self.name, base=self.base, call="$authenticator", args=[wish])

    @staticmethod
    def _result(answer: dict[str, Any]) -> Result:
        return Result(
            answer.get("data"),
            answer.get("error"),
            answer["status"],
            answer["location"],
            answer["setCookies"],
            answer.get("text", ""),
        )


@contextmanager
def browsers(*plugins: str) -> Iterator[Browsers]:
    """Browsers, until they are closed; with the client's plugins that are named, such as `organizationClient`."""
    with _node("browsers.mjs", {"PLUGINS": ",".join(plugins)}) as process:
        yield Browsers(process)
        assert process.stdin
        process.stdin.close()


class BetterAuth:
    """A running Better Auth server, and the mail that it would send."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        self._lines: Queue[str] = Queue()
        Thread(target=self._listen, args=(process.stdout,), daemon=True).start()
        ready = self._lines.get(timeout=_PATIENCE)
        assert ready.startswith("ready "), ready
        self.url = ready.split()[1]

    def letter(self) -> dict[str, str]:
        """The next mail: its `kind`, `to`, `url` and `token`."""
        letter: dict[str, str] = json.loads(self._lines.get(timeout=_PATIENCE))
        return letter

    def _listen(self, output: Any) -> None:
        for line in output:
            if line.startswith(("ready ", "{")):
                self._lines.put(line.strip())


@contextmanager
def better_auth(database: str, secret: str, **options: Any) -> Iterator[BetterAuth]:
    """A real Better Auth server on a database, with a secret and options beyond those of a full one."""
    environment = {"DATABASE_URL": database, "BETTER_AUTH_SECRET": secret, "OPTIONS": json.dumps(options)}
    with _node("better_auth_server.mjs", environment) as process:
        yield BetterAuth(process)
        process.terminate()


@contextmanager
def _node(program: str, environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        ["node", program],
        cwd=CLIENTS,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
            process.wait(_PATIENCE)
        finally:
            process.kill()
