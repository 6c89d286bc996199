"""The passkey plugin of Better Auth's own client, unmodified, hears the same from us as from a real server."""

from collections.abc import Iterator, Mapping

import psycopg
import pytest

from dev.database import postgres
from tests.clients.better_auth import better_auth, browsers
from tests.clients.handled import handled
from tests.clients.test_second_factor import EMAIL, PASSWORD, Transcript
from tests.conftest import SECRET, forget_settings
from tests.people import Direct
from tests.stack import UNPROTECTED


@pytest.fixture
def ours(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where our auth function is, with passkeys."""
    with handled() as address:
        variables = {"AUTH_PLUGINS": "passkey", "SPOOR_BASE_URL": address, "AUTH_FEATURES": UNPROTECTED}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        forget_settings()
        yield address
    forget_settings()


@pytest.fixture
def theirs(server: postgres.Server) -> Iterator[str]:
    """Where a real server is, on a database of its own."""
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE theirs_with_passkeys")
        url = server.url.rpartition("/")[0] + "/theirs_with_passkeys"
        with better_auth(url, SECRET, plugins=["passkey"]) as running:
            yield running.url
        admin.execute("DROP DATABASE theirs_with_passkeys WITH (FORCE)")


class WithKeys(Transcript):
    """Challenges, keys and credentials are random as well."""

    random: Mapping[str, str] = {
        r"[A-Za-z0-9]{32}": "id",
        r"[A-Za-z0-9_-]{43}": "challenge or handle",
        r"pQECAy[A-Za-z0-9+/=]+": "key",
        r"[A-Za-z0-9_-]{27}": "credential",
    }


def story(said: WithKeys) -> None:
    """Passkeys from their making to their end."""
    ann, stranger = said.browser(), said.browser()
    ann.authenticate()
    said.call(ann, "signUp.email", {"name": "Ann", "email": EMAIL, "password": PASSWORD})
    said.call(ann, "passkey.listUserPasskeys")
    for name in ("listUserPasskeys", "addPasskey"):
        said.call(stranger, f"passkey.{name}")
    made = said.call(ann, "passkey.addPasskey", {"name": "Laptop"})
    said.call(ann, "passkey.listUserPasskeys")
    said.call(ann, "$fetch", "/passkey/generate-register-options?name=Zoë&authenticatorAttachment=platform")
    said.call(ann, "$fetch", "/passkey/generate-register-options?authenticatorAttachment=x")
    said.call(ann, "$fetch", "/passkey/generate-authenticate-options")
    said.call(ann, "$fetch", "/passkey/verify-registration", {"method": "POST", "body": {"response": {}}})
    there = said.browser()
    said.call(there, "$fetch", "/passkey/generate-authenticate-options")
    said.call(there, "$fetch", "/passkey/verify-authentication", {"method": "POST", "body": {"response": {"id": "x"}}})
    said.call(there, "$fetch", "/passkey/verify-authentication", {"method": "POST", "body": {"response": {"id": "x"}}})
    said.call(there, "$fetch", "/passkey/verify-authentication", {"method": "POST", "body": {}})
    said.call(there, "signIn.passkey")
    said.call(there, "getSession")
    for wish in ({"count": False}, {"forge": True}, {"origin": "https://evil.example"}):
        there.authenticate(**wish)
        said.call(said.browser(), "signIn.passkey")
    said.call(ann, "passkey.addPasskey", {"name": "from elsewhere"})
    there.authenticate()
    bob = said.browser()
    said.call(bob, "signUp.email", {"name": "Bob", "email": f"bob-{EMAIL}", "password": PASSWORD})
    assert made, said.lines
    for who in (bob, ann):
        for passkey_id in (made["id"], "nope"):
            said.call(who, "passkey.updatePasskey", {"id": passkey_id, "name": "Desk"})
    said.call(ann, "passkey.updatePasskey", {"id": made["id"]})
    said.call(ann, "passkey.addPasskey", {"name": "second", "createSession": True})
    for who in (bob, ann):
        for passkey_id in (made["id"], "nope"):
            said.call(who, "passkey.deletePasskey", {"id": passkey_id})
    said.call(ann, "passkey.listUserPasskeys")


def test_both_servers_let_passkeys_live_the_same_life(ours: str, theirs: str) -> None:
    with browsers("passkeyClient") as own:
        told = [WithKeys(own, ours), WithKeys(own, theirs)]
        for each in told:
            story(each)
        for mine, its in zip(told[0].lines, told[1].lines, strict=True):
            assert mine == its
        assert {line[1] for line in told[0].lines} >= {200, 400, 401, 404, 500}
