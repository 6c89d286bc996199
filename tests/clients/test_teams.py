"""The organization plugin of Better Auth's own client, unmodified, hears the same from us as from a real server."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dev.database import postgres
from spoor import settings
from tests.clients.better_auth import AuthBrowser, Browsers, Result, better_auth, browsers
from tests.clients.handled import handled
from tests.conftest import SECRET, forget_settings
from tests.people import Direct

PASSWORD = "correct horse battery"


@pytest.fixture
def ours(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where our auth function is, with teams."""
    with handled() as address:
        for name, value in (("AUTH_PLUGINS", "organization"), ("SPOOR_BASE_URL", address), ("AUTH_FEATURES", "")):
            monkeypatch.setenv(name, value)
        forget_settings()
        assert settings.setting("AUTH_PLUGINS") == "organization"
        yield address
    forget_settings()


@pytest.fixture
def theirs(server: postgres.Server) -> Iterator[str]:
    """Where a real server is, on a database of its own."""
    name = f"teams_{uuid4().hex[:8]}"
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        url = re.sub(r"/[^/]*$", f"/{name}", server.url)
        with better_auth(url, SECRET, plugins=["organization"]) as running:
            yield running.url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class Transcript:
    """What was called and what came of it; ids and times stand as the order in which they came."""

    def __init__(self, own: Browsers, base: str) -> None:
        self._own = own
        self._base = base
        self._people: dict[str, AuthBrowser] = {}
        self._known: dict[str, str] = {}
        self.lines: list[Any] = []

    def call(self, who: str, name: str, *args: Any) -> Any:
        """Let somebody call the client; who is new signs up. Gives the data."""
        if who not in self._people:
            self._people[who] = self._own.new(self._base)
            assert self._people[who].sign_up(f"{who}@example.com", PASSWORD).error is None
        came = self._people[who].call(name, *args)
        self.lines.append((who, name, self._alike(args), self._outcome(came)))
        return came.data

    def team(self, who: str, name: str, *args: Any) -> Any:
        """The same of the plugin."""
        return self.call(who, f"organization.{name}", *args)

    def _outcome(self, came: Result) -> Any:
        cookies = [line.partition("=")[0] + line.partition(";")[2] for line in came.set_cookies]
        return came.status, self._alike(came.data), self._alike(came.error), cookies

    def _alike(self, value: Any) -> Any:
        if isinstance(value, dict):
            kept = sorted({*value} - {"ipAddress"})  # where a caller is, each server sees in its own way
            return "time" if kept == ["date"] else {key: self._alike(value[key]) for key in kept}
        if isinstance(value, list | tuple):
            return [self._alike(each) for each in value]
        if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9]{32}", value):
            return self._known.setdefault(value, f"id {len(self._known)}")
        return "time" if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value) else value


def story(said: Transcript) -> None:
    """A team from its making to its end."""
    made = said.team("ann", "create", {"name": "Zoë & Co", "slug": "growth", "metadata": {"tier": 1}})
    said.team("ann", "create", {"name": "Again", "slug": "growth"})
    said.team("bob", "checkSlug", {"slug": "growth"})
    said.team("ann", "list")
    said.team("bob", "getFullOrganization", {"query": {"organizationId": made["id"]}})
    said.team("ann", "inviteMember", {"email": "bob", "role": "member"})
    said.team("ann", "inviteMember", {"email": "bob@example.com", "role": "boss"})
    invited = said.team("ann", "inviteMember", {"email": "BOB@example.com", "role": "member"})
    said.team("ann", "inviteMember", {"email": "bob@example.com", "role": "admin"})
    said.team("ann", "inviteMember", {"email": "bob@example.com", "role": "admin", "resend": True})
    said.team("eve", "acceptInvitation", {"invitationId": invited["id"]})
    said.team("eve", "getInvitation", {"query": {"id": invited["id"]}})
    said.team("bob", "listUserInvitations")
    said.team("bob", "getInvitation", {"query": {"id": invited["id"]}})
    joined = said.team("bob", "acceptInvitation", {"invitationId": invited["id"]})
    said.team("bob", "acceptInvitation", {"invitationId": invited["id"]})
    said.call("bob", "getSession")
    said.team("bob", "hasPermission", {"permissions": {"invitation": ["create"]}})
    said.team("bob", "inviteMember", {"email": "eve@example.com", "role": "member"})
    said.team("bob", "listInvitations")
    said.team("bob", "getFullOrganization")
    promoted = {"memberId": joined["member"]["id"], "role": "admin"}
    said.team("bob", "updateMemberRole", promoted)
    said.team("ann", "updateMemberRole", promoted)
    said.team("bob", "getActiveMemberRole")
    asked = said.team("bob", "inviteMember", {"email": "eve@example.com", "role": ["member", "admin"]})
    said.team("bob", "inviteMember", {"email": "eve@example.com", "role": "owner"})
    said.team("eve", "rejectInvitation", {"invitationId": asked["id"]})
    other = said.team("bob", "inviteMember", {"email": "eve@example.com", "role": "member"})
    said.team("bob", "cancelInvitation", {"invitationId": other["id"]})
    said.team("ann", "listInvitations")
    said.team("bob", "listMembers", {"query": {"sortBy": "role", "sortDirection": "desc", "limit": 1}})
    said.team("bob", "removeMember", {"memberIdOrEmail": "ann@example.com"})
    said.team("ann", "leave", {"organizationId": made["id"]})
    said.team("ann", "updateMemberRole", {"memberId": made["members"][0]["id"], "role": "member"})
    said.team("ann", "removeMember", {"memberIdOrEmail": "bob@example.com"})
    said.team("bob", "getFullOrganization")
    said.call("bob", "getSession")
    said.team("ann", "update", {"data": {"name": "Anew", "metadata": {"tier": 2}}})
    said.team("ann", "setActive", {"organizationId": None})
    said.team("ann", "getActiveMember")
    said.team("ann", "setActive", {"organizationSlug": "growth"})
    said.call("ann", "updateSession", {"activeOrganizationId": "x"})
    said.team("ann", "delete", {"organizationId": made["id"]})
    said.call("ann", "getSession")


def test_both_servers_let_a_team_live_the_same_life(ours: str, theirs: str) -> None:
    with browsers("organizationClient") as own:
        told = [Transcript(own, ours), Transcript(own, theirs)]
        for each in told:
            story(each)
        for mine, its in zip(told[0].lines, told[1].lines, strict=True):
            assert mine == its
        assert {line[3][0] for line in told[0].lines} == {200, 400, 403}
