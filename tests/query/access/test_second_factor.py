"""A team that asks for a second factor: who has none reaches nothing of its apps, in any way, until they have one."""

import pytest

from tests.conftest import forget_settings
from tests.people import Direct, track
from tests.query.access.test_teams import MEMBERS, OF_ONE_APP, OUTSIDE, outcome, put, shared, team
from tests.query.conftest import Ask

__all__ = ["shared", "team"]
WAYS = (None, "read", "manage")


def enrol(database: Direct, user_id: str, *, verified: bool = True) -> None:
    """Give somebody a second factor, or the beginning of one."""
    database.execute(
        "INSERT INTO spoor.two_factor (id, secret, backup_codes, user_id, verified)"
        " VALUES (%(id)s, '', '', %(id)s, %(on)s)"
        " ON CONFLICT (user_id) DO UPDATE SET verified = excluded.verified",
        {"id": user_id, "on": verified},
    )


@pytest.fixture
def strict(database: Direct, shared: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ann's app, shared with a team that asks for a second factor."""
    monkeypatch.setenv("AUTH_PLUGINS", "organization,twoFactor")
    forget_settings()
    database.execute("UPDATE spoor.organization SET second_factor_required = true")
    return shared


def test_who_has_none_is_refused_at_every_route_of_the_teams_apps_by_cookie_and_by_token(
    database: Direct, strict: str
) -> None:
    enrol(database, "mia", verified=False)  # a secret that no code has proved yet is none
    for (method, path), need in OF_ONE_APP.items():
        for user_id in MEMBERS:
            for scope in WAYS:
                told = outcome(put(method, path, strict, user_id, scope))
                assert told in {"SECOND_FACTOR_REQUIRED", "SCOPE_MISSING", "NOT_FOR_TOKENS"}, (method, path, need)
                assert scope or told == "SECOND_FACTOR_REQUIRED", (method, path, user_id)
    for user_id in OUTSIDE:
        assert outcome(put("GET", "/api/apps/{app_id}", strict, user_id)) == "APP_NOT_FOUND"


def test_they_are_told_which_team_asks_and_reach_what_is_their_own(ask: Ask, database: Direct, strict: str) -> None:
    own = track(database, "vera", "spk_own")
    listed = ask("GET", "/api/apps", user_id="vera").json
    assert [each["id"] for each in listed["apps"]] == [own]
    assert listed["closedTeams"] == [{"id": "growth", "name": "Growth", "role": "viewer"}]
    assert "Growth" in ask("GET", f"/api/apps/{strict}", user_id="vera").json["message"]
    assert ask("GET", f"/api/apps/{own}", user_id="vera").status == 200
    token = {"name": "T", "scopes": ["read"], "expiresInDays": 1, "appIds": [strict]}
    assert ask("POST", "/api/tokens", token, user_id="vera").status == 422


def test_once_they_have_one_it_opens_and_closes_with_it(ask: Ask, database: Direct, strict: str) -> None:
    for user_id, role in MEMBERS.items():
        enrol(database, user_id)
        listed = ask("GET", "/api/apps", user_id=user_id).json
        assert listed["apps"][0]["team"]["role"] == role
        assert "closedTeams" not in listed
        assert all(put("GET", "/api/apps/{app_id}", strict, user_id, way).status == 200 for way in WAYS)
        enrol(database, user_id, verified=False)
        assert outcome(put("GET", "/api/apps/{app_id}", strict, user_id)) == "SECOND_FACTOR_REQUIRED"


def test_where_second_factors_are_switched_off_the_rule_asks_for_nothing(
    ask: Ask, strict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_PLUGINS", "organization")
    forget_settings()
    assert ask("GET", f"/api/apps/{strict}", user_id="vera").status == 200
