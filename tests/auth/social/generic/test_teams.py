"""Who signs in at a provider joins its team: once, in its role, and not again after they left or were taken out."""

import json
from io import StringIO
from typing import Any

import pytest

from tests.auth.browser import Browser
from tests.auth.social.generic.conftest import Describe
from tests.auth.social.generic.forger import Forger
from tests.auth.social.journey import Direct, location


@pytest.fixture
def owner(describe: Describe, forger: Forger) -> Browser:
    """Olga, who owns the team."""
    owner = Browser()
    owner.sign_up("olga@example.com")
    assert owner.post("/organization/create", {"name": "Growth", "slug": "growth"}).status == 200
    return owner


@pytest.fixture
def team(owner: Browser, forger: Forger, describe: Describe) -> str:
    """The id of her team, which is the provider's."""
    team = str(owner.session()["session"]["activeOrganizationId"])
    describe(forger.described(domains="example.com", team=team, role="viewer"))
    return team


def come(forger: Forger, name: str) -> Browser:
    """Somebody signs in."""
    browser = Browser()
    forger.claims = {"sub": name, "email": f"{name}@example.com"}
    assert location(forger.come_back(browser)) in ("/in", "/new")
    return browser


def members(owner: Browser) -> dict[str, str]:
    """Everybody's role, by the beginning of their addresses."""
    found: dict[str, Any] = owner.get("/organization/list-members").json
    return {each["user"]["email"].partition("@")[0]: each["role"] for each in found["members"]}


def test_whoever_comes_is_a_member_from_then_on(
    owner: Browser, team: str, forger: Forger, database: Direct, log: StringIO
) -> None:
    ann = come(forger, "ann")
    assert members(owner) == {"olga": "owner", "ann": "viewer"}
    assert ann.session()["session"]["activeOrganizationId"] is None
    assert [each["id"] for each in ann.get("/organization/list").json] == [team]
    said = [json.loads(line) for line in log.getvalue().splitlines() if '"teamJoined"' in line]
    assert [(each["outcome"], each["userId"]) for each in said] == [("done", ann.session()["user"]["id"])]
    owner.post("/organization/update-member-role", {"memberId": member_id(owner, "ann"), "role": "admin"})
    come(forger, "ann")
    assert members(owner) == {"olga": "owner", "ann": "admin"}, "a role that was given stays"
    [counted] = database.execute("SELECT count(*) FROM spoor.known_members").fetchall()
    assert counted["count"] == 2


def test_who_was_taken_out_or_has_left_is_not_put_back(owner: Browser, team: str, forger: Forger) -> None:
    come(forger, "ann")
    bob = come(forger, "bob")
    assert owner.post("/organization/remove-member", {"memberIdOrEmail": "ann@example.com"}).status == 200
    assert bob.post("/organization/leave", {"organizationId": team}).status == 200
    for name in ("ann", "bob"):
        come(forger, name)
    assert members(owner) == {"olga": "owner"}
    invited = owner.post("/organization/invite-member", {"email": "ann@example.com", "role": "member"})
    accepted = come(forger, "ann").post("/organization/accept-invitation", {"invitationId": invited.json["id"]})
    assert (accepted.status, members(owner)) == (200, {"olga": "owner", "ann": "member"})


def test_who_was_in_the_team_by_other_ways_is_not_put_back_either(
    owner: Browser, team: str, forger: Forger, database: Direct
) -> None:
    ann = Browser()
    ann.sign_up("ann@example.com")
    database.execute('UPDATE public."user" SET email_verified = true')
    invited = owner.post("/organization/invite-member", {"email": "ann@example.com", "role": "member"})
    assert ann.post("/organization/accept-invitation", {"invitationId": invited.json["id"]}).status == 200
    assert owner.post("/organization/remove-member", {"memberIdOrEmail": "ann@example.com"}).status == 200
    assert come(forger, "ann").session()["user"]["id"] == ann.session()["user"]["id"]
    assert members(owner) == {"olga": "owner"}


def test_a_team_that_is_full_or_gone_keeps_nobody_from_signing_in(
    owner: Browser, team: str, forger: Forger, database: Direct, log: StringIO
) -> None:
    database.execute(
        """INSERT INTO public."user" (id, name, email)
           SELECT 'u' || n, '', n || '@full.example' FROM generate_series(1, 99) n"""
    )
    database.execute(
        """INSERT INTO spoor.member (id, organization_id, user_id, role, created_at)
           SELECT 'm' || n, %s, 'u' || n, 'member', now() FROM generate_series(1, 99) n""",
        (team,),
    )
    assert come(forger, "ann").session()["user"]["email"] == "ann@example.com"
    assert "ann" not in members(owner)
    database.execute("DELETE FROM spoor.member WHERE id = 'm1'")
    come(forger, "ann")
    assert members(owner)["ann"] == "viewer", "there is room now"
    assert owner.post("/organization/delete", {"organizationId": team}).status == 200
    come(forger, "bob")
    assert log.getvalue().count("gone or full") == 2


def member_id(owner: Browser, name: str) -> str:
    """The id of somebody's membership."""
    found: dict[str, Any] = owner.get("/organization/list-members").json
    return next(each["id"] for each in found["members"] if each["user"]["email"].startswith(name))
