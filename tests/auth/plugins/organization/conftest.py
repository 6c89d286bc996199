"""Ann, who has a team, and others who come to it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.auth.browser import Browser
from tests.people import Direct

Join = Callable[..., Browser]


@pytest.fixture
def teams(named: Callable[[str], None], features: Callable[..., None]) -> None:
    """There are teams, and users may delete themselves."""
    named("organization")
    features("deleteUser")


@pytest.fixture
def ann(browser: Browser, database: Direct, teams: None) -> Browser:
    """Ann's browser; she is signed in, and has a team."""
    browser.sign_up()
    assert browser.post("/organization/create", {"name": "Growth", "slug": "growth"}).status == 200
    return browser


@pytest.fixture
def team(ann: Browser) -> str:
    """The id of Ann's team."""
    return str(ann.session()["session"]["activeOrganizationId"])


@pytest.fixture
def join(ann: Browser, team: str) -> Join:
    """Lets somebody new become a member, with a role."""

    def come(name: str, role: str = "member", **said: Any) -> Browser:
        newcomer, email = Browser(), f"{name}@example.com"
        newcomer.sign_up(email)
        invited = ann.post(
            "/organization/invite-member", {"email": email, "role": role, "organizationId": team, **said}
        )
        accepted = newcomer.post("/organization/accept-invitation", {"invitationId": invited.json["id"]})
        assert accepted.status == 200, accepted
        return newcomer

    return come
