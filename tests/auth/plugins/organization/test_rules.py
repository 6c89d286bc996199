"""A team asks a second factor of its members: an owner who has one decides, and sees who has none."""

from collections.abc import Callable

import pytest

from tests.auth.browser import PASSWORD, Browser
from tests.auth.plugins.organization.conftest import Join
from tests.auth.plugins.two_factor.conftest import turn_on
from tests.people import Direct
from tests.tables import every_row

REQUIRE, SEEN = "/organization/require-second-factor", "/organization/second-factor"


@pytest.fixture(autouse=True)
def second_factors(teams: None, named: Callable[[str], None], features: Callable[..., None]) -> None:
    """There are teams and second factors."""
    named("organization,twoFactor")
    features("-useCodesOnce")


def test_an_owner_with_a_second_factor_of_their_own_makes_the_rule_and_ends_it_and_nobody_else(
    ann: Browser, team: str, join: Join, database: Direct
) -> None:
    mia, adam = join("mia"), join("adam", "admin")
    ids = [each.session()["user"]["id"] for each in (ann, mia, adam)]

    def told(browser: Browser) -> object:
        return browser.get(SEEN, query=f"organizationId={team}").json

    def wish(browser: Browser, required: bool) -> tuple[int, str | None]:
        return browser.post(REQUIRE, {"organizationId": team, "required": required}).code

    assert told(ann) == {"required": False, "without": ids}
    assert wish(ann, True) == (400, "TWO_FACTOR_NOT_ENABLED")
    for each in (ann, mia, adam):
        turn_on(each)
    assert told(ann) == {"required": False, "without": []}
    for each in (mia, adam):
        assert wish(each, True) == (403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION")
    assert wish(ann, True) == (200, None)
    assert told(mia) == {"required": True}

    # An owner whose second factor is off has found a password at the most: the rule stays.
    assert ann.post("/two-factor/disable", {"password": PASSWORD}).status == 200
    assert wish(ann, False) == (400, "TWO_FACTOR_NOT_ENABLED")
    assert told(ann) == {"required": True, "without": ids[:1]}
    turn_on(ann)
    assert wish(ann, False) == (200, None)
    events = [(row["event"], row["outcome"]) for row in every_row(database, "spoor.account_activity")]
    assert [each for each in events if "Required" in each[0]].count(("secondFactorRequired", "done")) == 1
    assert ("secondFactorNotRequired", "done") in events


def test_who_is_not_in_the_team_learns_nothing_of_its_rule_and_without_second_factors_there_is_none(
    ann: Browser, team: str, named: Callable[[str], None]
) -> None:
    stranger = Browser()
    stranger.sign_up("stranger@example.com")
    wish = {"organizationId": team, "required": True}
    refused = (403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    assert stranger.get(SEEN, query=f"organizationId={team}").code == refused
    assert stranger.post(REQUIRE, wish).code == refused
    assert stranger.get(SEEN, query="organizationId=%00").code == refused
    assert Browser().post(REQUIRE, wish).code == (401, "UNAUTHORIZED")
    for body in ({}, {"organizationId": team}, {"organizationId": team, "required": "yes"}):
        assert ann.post(REQUIRE, body).code == (400, "VALIDATION_ERROR")
    named("organization")
    assert (ann.post(REQUIRE, wish).status, ann.post(REQUIRE, wish).text) == (404, "")
    assert ann.get(SEEN, query=f"organizationId={team}").status == 404
