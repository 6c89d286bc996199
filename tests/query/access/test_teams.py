"""A member of a team reaches its apps as far as their role goes, at no further cost, and nothing once they left."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from query.access.need import BY_LINK as LINKED
from query.access.need import needs_of
from query.access.permissions import Permission
from query.access.roles import ROLES, permissions_of
from query.app import app, handler
from spoor import database as layer
from tests.conftest import forget_settings
from tests.gateway import Reply, call
from tests.people import Direct, happen, sign_up, track
from tests.query.access.test_nobody_elses import APP, BY_LINK, MADE_BY, ROWS, made_in
from tests.query.conftest import Ask
from tests.query.looks.test_export import NOON
from tests.teams import gather, leave, share

NEEDS = {(method, path): need.permission for method, path, need in needs_of(app) if need and need.permission}
OF_ONE_APP = {(method, path): need for (method, path), need in NEEDS.items() if APP in path}
MEMBERS = {"ann": "owner", "olga": "owner", "adam": "admin", "mia": "member", "vera": "viewer", "mix": "viewer,member"}
OUTSIDE = ("left", "invited", "stranger")
THINGS = {**MADE_BY, "visitor_id:path": "visitors"}


@pytest.fixture
def team(database: Direct, ann: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Ann's team, with one of each role; somebody has left it, somebody is invited, somebody is nothing to it."""
    monkeypatch.setenv("AUTH_PLUGINS", "organization")
    forget_settings()
    made = gather(database, "growth", **MEMBERS, left="admin")
    leave(database, made, "left")
    sign_up(database, "invited")
    sign_up(database, "stranger")
    database.execute(
        "INSERT INTO spoor.invitation (id, organization_id, email, role, expires_at, inviter_id)"
        " VALUES ('i', 'growth', 'invited@example.com', 'owner', now() + interval '1 day', 'ann')"
    )
    yield made
    monkeypatch.delenv("AUTH_PLUGINS")
    forget_settings()


@pytest.fixture
def shared(database: Direct, shop: str, team: str) -> str:
    """Ann's app, which is the team's too."""
    return share(database, shop, team)


def put(method: str, path: str, app_id: str, user_id: str, scope: str | None = None) -> Reply:
    """Ask what a route is about, by a cookie or by a token of the user's."""
    said = ROWS[method, next(each for way, each in ROWS if way == method and each.replace(":path", "") == path)]
    address = path.replace(APP, app_id)
    for part in THINGS:
        address = address.replace("{" + part.removesuffix(":path") + "}", str(uuid4()))
    query, body = (said, None) if isinstance(said, str) else ("", said)
    cookie = {"userId": user_id, "sessionId": "s"}
    token = {"userId": user_id, "tokenId": str(uuid4()), "scopes": [scope], "appIds": ["*"]}
    surface = address.replace("/api/", "/api/v1/") if scope else address
    return call(handler, method, surface, body, context=token if scope else cookie, query=query)


def outcome(reply: Reply) -> str:
    """What somebody was told, as far as it is about what they may."""
    code = reply.json.get("code") if reply.text.startswith("{") else None
    if reply.status in {401, 403} or code == "APP_NOT_FOUND":
        return str(code)
    return "opened"


def test_each_role_opens_the_routes_that_it_includes_and_who_is_outside_none(
    database: Direct, team: str, shop: str
) -> None:
    """Every route is asked by everybody, by a cookie and by tokens of both scopes, from the table of routes itself."""
    keys = count()

    def fresh() -> str:
        return share(database, track(database, "ann", f"spk_{next(keys)}"), team)

    app_id, wrong = fresh(), []
    happen(database, app_id, [("open", "d", NOON)])
    for (method, path), need in OF_ONE_APP.items():
        for user_id in (*MEMBERS, *OUTSIDE):
            role = MEMBERS.get(user_id)
            for scope in (None, "read", "manage"):
                may = permissions_of((role or "").split(","))
                token = permissions_of([f"token:{scope}"]) if scope else frozenset(Permission)
                asked = put(method, path, app_id, user_id, scope)
                if scope and need is Permission.MEMBERS_MANAGE:
                    expected = "NOT_FOR_TOKENS"
                elif need not in token:
                    expected = "SCOPE_MISSING"
                elif role is None:
                    expected = "APP_NOT_FOUND"
                elif need not in may:
                    expected = "NOT_PERMITTED"
                else:
                    expected = "opened"
                    if (method, path) == ("PUT", "/api/apps/{app_id}/team") and user_id != "ann":
                        expected = "NOT_THE_OWNER"
                if (told := outcome(asked)) != expected:
                    wrong.append((method, path, user_id, scope, told, expected))
                if (
                    expected == "opened"
                    and method == "DELETE"
                    and path in (f"/api/apps/{APP}", f"/api/apps/{APP}/team")
                ):
                    app_id = fresh()
    assert wrong == []
    assert {*ROLES} >= {*MEMBERS.values()} - {"viewer,member"}


def test_a_link_opens_what_it_shows_whoever_has_it_and_nothing_else(ask: Ask, database: Direct, shared: str) -> None:
    board = made_in(ask, shared, "dashboards")
    link = ask("POST", f"/api/apps/{shared}/shares", {"dashboardId": board}).json["url"].rpartition("/")[2]
    callers = [None, *({"userId": user_id, "sessionId": "s"} for user_id in (*MEMBERS, *OUTSIDE))]
    for method, path in BY_LINK:
        body = {"password": "none is asked for"} if method == "POST" else None
        for context in callers:
            assert call(handler, method, path.replace("{token}", link), body, context=context).status == 200
            assert call(handler, method, path.replace("{token}", "x"), body, context=context).status == 404
    for method, path, need in needs_of(app):
        if need != LINKED:
            for headers in ({}, {"authorization": f"Bearer {link}"}, {"cookie": f"better-auth.session_token={link}"}):
                for id_ in (shared, link):
                    address = re.sub(r"\{[\w:]+\}", link, path.replace(APP, id_))
                    told = call(handler, method, address, {}, headers=headers)
                    assert (told.status, told.json["code"]) == (401, "UNAUTHORIZED"), (method, path)


def test_a_members_request_takes_as_many_statements_as_an_owners(
    ask: Ask, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    execute = layer._execute

    def listen(statement: Any, *rest: Any) -> Any:
        names.append(statement.split()[1].rstrip(":"))
        return execute(statement, *rest)

    monkeypatch.setattr(layer, "_execute", listen)
    for path in (f"/api/apps/{shared}/funnels", "/api/apps", f"/api/apps/{shared}/settings"):
        took = []
        for user_id in ("ann", "vera"):
            del names[:]
            assert ask("GET", path, user_id=user_id).status == 200
            took.append([*names])
        assert took[0] == took[1]
        assert took[0][0] == "find_access"


def test_an_app_says_which_team_it_is_shared_with_and_what_the_reader_is_in_it(
    ask: Ask, shared: str, database: Direct
) -> None:
    own = track(database, "ann", "spk_own")
    for user_id, role in MEMBERS.items():
        listed = ask("GET", "/api/apps", user_id=user_id).json["apps"]
        said = {each["id"]: each.get("team") for each in listed}
        assert said.pop(shared) == {"id": "growth", "name": "Growth", "role": role}
        assert said == ({own: None} if user_id == "ann" else {})
    renamed = ask("PATCH", f"/api/apps/{shared}", {"name": "Store"}, user_id="adam").json
    assert (renamed["name"], renamed["team"]["role"]) == ("Store", "admin")
    assert all(ask("GET", "/api/apps", user_id=user_id).json["apps"] == [] for user_id in OUTSIDE)


def test_who_leaves_sees_nothing_at_their_next_request_by_cookie_or_by_token(
    database: Direct, shared: str, team: str
) -> None:
    for ways in (None, "read", "manage"):
        assert put("GET", f"/api/apps/{APP}", shared, "mia", ways).status == 200
    leave(database, team, "mia")
    for ways in (None, "read", "manage"):
        assert outcome(put("GET", f"/api/apps/{APP}", shared, "mia", ways)) == "APP_NOT_FOUND"


def test_an_app_leaves_the_team_with_its_owner_in_the_same_moment(
    ask: Ask, database: Direct, shared: str, team: str
) -> None:
    leave(database, team, "ann")
    assert ask("GET", f"/api/apps/{shared}", user_id="olga").status == 404
    assert "team" not in ask("GET", f"/api/apps/{shared}", user_id="ann").json


def test_an_app_whose_owner_the_application_has_changed_is_the_new_owners_alone(
    ask: Ask, database: Direct, shared: str
) -> None:
    database.execute("UPDATE public.tracked_apps SET owner_id = 'stranger' WHERE id = %s", [shared])
    assert "team" not in ask("GET", f"/api/apps/{shared}", user_id="stranger").json
    assert [ask("GET", f"/api/apps/{shared}", user_id=user_id).status for user_id in MEMBERS] == [404] * len(MEMBERS)


def test_an_app_is_shared_by_its_owner_with_a_team_in_which_they_do_more_than_look_on(
    ask: Ask, database: Direct, shop: str, team: str
) -> None:
    address = f"/api/apps/{shop}/team"
    gather(database, "looked-at", ann="viewer", mia="owner")
    gather(database, "foreign", mia="owner")
    for refused in ("looked-at", "foreign", "none", "\0"):
        reply = ask("PUT", address, {"teamId": refused})
        assert (reply.status, reply.json["errors"][0]["path"]) == (422, "teamId"), refused
    assert ask("PUT", address, {"teamId": team}).json["team"] == {"id": team, "name": "Growth", "role": "owner"}
    gather(database, "other", ann="member", mia="owner")
    assert ask("PUT", address, {"teamId": "other"}).json["team"]["id"] == "other"
    assert ask("GET", f"/api/apps/{shop}", user_id="vera").status == 404
    assert ask("DELETE", address, user_id="mia").status == 204
    assert ask("GET", f"/api/apps/{shop}", user_id="mia").status == 404
    assert ask("DELETE", address).status == 204


def test_where_teams_are_switched_off_an_app_is_its_owners_alone(
    ask: Ask, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_PLUGINS", "")
    forget_settings()
    assert ask("GET", f"/api/apps/{shared}", user_id="olga").status == 404
    assert "team" not in ask("GET", f"/api/apps/{shared}").json
    assert ask("PUT", f"/api/apps/{shared}/team", {"teamId": "growth"}).json["code"] == "NO_TEAMS"
