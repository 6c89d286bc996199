"""The twoFactor plugin of Better Auth's own client, unmodified, hears the same from us as from a real server."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dev.database import postgres
from tests.authenticator import Authenticator
from tests.clients.better_auth import AuthBrowser, Browsers, better_auth, browsers
from tests.clients.handled import handled
from tests.conftest import SECRET, forget_settings
from tests.people import Direct
from tests.stack import UNPROTECTED

EMAIL, PASSWORD = "ann@example.com", "correct horse battery"


@pytest.fixture
def ours(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where our auth function is, with second factors."""
    with handled() as address:
        variables = {"AUTH_PLUGINS": "twoFactor", "SPOOR_BASE_URL": address, "AUTH_FEATURES": UNPROTECTED}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        forget_settings()
        yield address
    forget_settings()


@pytest.fixture
def theirs(server: postgres.Server) -> Iterator[str]:
    """Where a real server is, on a database of its own."""
    name = f"second_{uuid4().hex[:8]}"
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        url = re.sub(r"/[^/]*$", f"/{name}", server.url)
        with better_auth(url, SECRET, plugins=["twoFactor"]) as running:
            yield running.url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class Transcript:
    """What was called and what came of it, without what is random."""

    random: Mapping[str, str] = {r"[A-Za-z0-9]{32}": "id", r"[A-Za-z0-9]{5}-[A-Za-z0-9]{5}": "on paper"}
    """Patterns of it, and what stands in its place."""

    def __init__(self, own: Browsers, base: str) -> None:
        self._own = own
        self._base = base
        self.lines: list[Any] = []

    def browser(self) -> AuthBrowser:
        """Another one."""
        return self._own.new(self._base)

    def call(self, browser: AuthBrowser, name: str, *args: Any) -> Any:
        """Let somebody call the client. Gives the data."""
        came = browser.call(name, *args)
        cookies = {
            line.partition("=")[0]: line.partition(";")[2] for line in came.set_cookies
        }  # the last of a name counts
        self.lines.append((name, came.status, self._alike(came.data), self._alike(came.error), cookies))
        return came.data

    def _alike(self, value: Any) -> Any:
        if isinstance(value, dict):
            kept = sorted({*value} - {"ipAddress"})
            return "time" if kept == ["date"] else {key: self._alike(value[key]) for key in kept}
        if isinstance(value, list):
            return [self._alike(each) for each in value]
        if not isinstance(value, str):
            return value
        said = next((word for pattern, word in self.random.items() if re.fullmatch(pattern, value)), value)
        return re.sub(r"secret=[A-Z2-7]{52}&", "secret&", re.sub(r"^\d{4}-\d\d-\d\dT[\d:.]+Z$", "time", said))


def story(said: Transcript) -> None:
    """A second factor from its making to its end."""
    ann, proof = said.browser(), {"password": PASSWORD}
    said.call(ann, "signUp.email", {"name": "Ann", "email": EMAIL, "password": PASSWORD})
    said.call(ann, "twoFactor.enable", {"password": "wrong"})
    said.call(ann, "twoFactor.enable", {**proof, "method": "otp"})
    said.call(ann, "twoFactor.getTotpUri", proof)
    said.call(ann, "twoFactor.generateBackupCodes", proof)
    said.call(ann, "twoFactor.verifyBackupCode", {"code": "x"})
    said.call(ann, "updateUser", {"twoFactorEnabled": True})
    made = said.call(ann, "twoFactor.enable", {**proof, "issuer": "Zoë's & Co ~"})
    phone = Authenticator.of(made["totpURI"])
    said.call(ann, "twoFactor.verifyTotp", {"code": phone.wrong()})
    assert ann.call("twoFactor.verifyTotp", {"code": phone.code()}).error is None  # theirs tells the state of before
    said.call(ann, "getSession")
    said.call(ann, "twoFactor.enable", proof)
    said.call(ann, "twoFactor.getTotpUri", proof)
    asked = said.browser()
    sign_in = {"email": EMAIL, "password": PASSWORD}
    for wish in ({}, {"callbackURL": "/dash"}, {"rememberMe": False}):
        said.call(asked, "signIn.email", {**sign_in, **wish})
    said.call(asked, "getSession")
    said.call(asked, "twoFactor.sendOtp")
    said.call(asked, "twoFactor.verifyTotp", {"code": phone.wrong()})
    said.call(asked, "twoFactor.verifyTotp", {"code": phone.code(), "trustDevice": True})
    said.call(asked, "signOut")
    said.call(asked, "signIn.email", sign_in)
    other = said.browser()
    said.call(other, "signIn.email", sign_in)
    said.call(other, "twoFactor.verifyBackupCode", {"code": "aaaaa-bbbbb"})
    said.call(other, "twoFactor.verifyBackupCode", {"code": made["backupCodes"][0]})
    said.call(other, "twoFactor.verifyBackupCode", {"code": made["backupCodes"][0]})
    said.call(other, "twoFactor.generateBackupCodes", proof)
    for _ in range(2):
        last = said.browser()
        said.call(last, "signIn.email", sign_in)
        for _ in range(6):
            said.call(last, "twoFactor.verifyTotp", {"code": phone.wrong()})
    said.call(last, "signIn.email", sign_in)
    said.call(last, "twoFactor.verifyTotp", {"code": phone.code()})
    said.call(asked, "twoFactor.disable", proof)
    said.call(asked, "getSession")
    said.call(last, "signIn.email", sign_in)
    said.call(last, "twoFactor.verifyTotp", {"code": phone.code()})


def test_both_servers_let_a_second_factor_live_the_same_life(ours: str, theirs: str) -> None:
    with browsers("twoFactorClient") as own:
        told = [Transcript(own, ours), Transcript(own, theirs)]
        for each in told:
            story(each)
        for mine, its in zip(told[0].lines, told[1].lines, strict=True):
            assert mine == its
        assert {line[1] for line in told[0].lines} == {200, 400, 401, 429}
