"""What an API token opens and what it does not, on every route there is: the cases are made of the table of routes."""

import re
from typing import Any
from uuid import uuid4

import pytest

from query.access.need import Need, needs_of
from query.access.permissions import Permission
from query.app import app, handler
from tests.gateway import Reply, call
from tests.people import Direct, track

NEEDS = {(method, path): need for method, path, need in needs_of(app) if need}
ROUTES = [*NEEDS]
OF_APPS = [(method, path) for method, path in ROUTES if path.startswith("/api/apps")]
WHO_ELSE = [each for each, need in NEEDS.items() if need.permission is Permission.MEMBERS_MANAGE]
OF_ONE_APP = [(method, path) for method, path in OF_APPS if path != "/api/apps"]
OF_THE_ACCOUNT = [route for route in ROUTES if NEEDS[route] == Need(None)]
BY_LINK = [route for route in ROUTES if route not in {*OF_APPS, *OF_THE_ACCOUNT}]


def token(scope: str = "manage", *apps: str) -> dict[str, Any]:
    """The authorizer's word for Ann's token, for all apps unless it is told for which."""
    return {"userId": "ann", "tokenId": str(uuid4()), "scopes": [scope], "appIds": list(apps) or ["*"]}


def ask(method: str, path: str, context: Any, app_id: str = "", body: object = None, **rest: Any) -> Reply:
    """Call a route of the table on the surface for programs; without a body it gets one that says nothing."""
    address = re.sub(r"\{\w+\}", str(uuid4()), path.replace("{app_id}", app_id)).replace("/api/", "/api/v1/")
    sent = {} if body is None and method != "GET" else body
    return call(handler, method, address, sent, context=context, **rest)


@pytest.mark.parametrize(("method", "path"), OF_ONE_APP)
def test_whatever_is_about_an_app_says_so_in_its_path(method: str, path: str) -> None:
    assert re.match(r"/api/apps/\{app_id\}(/|$)", path), "the scopes of tokens are told from this part of the path"


@pytest.mark.parametrize(("method", "path"), OF_APPS)
def test_a_token_that_may_read_opens_what_only_looks(method: str, path: str, shop: str) -> None:
    looks = method == "GET" or "/reports" in path
    reply = ask(method, path, token("read"), shop)
    if (method, path) in WHO_ELSE:
        assert (reply.status, reply.json["code"]) == (403, "NOT_FOR_TOKENS")
        return
    if looks:
        assert reply.status not in {401, 403}
    else:
        assert (reply.status, reply.json["code"]) == (403, "SCOPE_MISSING")


@pytest.mark.parametrize(("method", "path"), OF_APPS)
def test_a_token_that_may_manage_opens_all_that_apps_are_about(method: str, path: str, shop: str) -> None:
    refused = (method, path) in WHO_ELSE
    assert (ask(method, path, token("manage"), shop).status in {401, 403}) == refused


@pytest.mark.parametrize(("method", "path"), OF_THE_ACCOUNT)
@pytest.mark.parametrize("scope", ["read", "manage"])
def test_no_token_opens_the_account(method: str, path: str, scope: str) -> None:
    reply = ask(method, path, token(scope))
    assert (reply.status, reply.json["code"]) == (403, "NOT_FOR_TOKENS")


@pytest.mark.parametrize(("method", "path"), OF_ONE_APP)
@pytest.mark.parametrize("scope", ["read", "manage"])
def test_an_app_outside_the_token_is_the_same_404_as_none(
    method: str, path: str, scope: str, database: Direct, ann: str, shop: str
) -> None:
    other = track(database, ann, "spk_other")
    outside = ask(method, path, token(scope, shop), other)
    assert (outside.status, outside.json["code"]) == (404, "APP_NOT_FOUND")
    assert outside == ask(method, path, token(scope, shop), str(uuid4())) == ask(method, path, token(scope, shop), "x")
    assert database.execute("SELECT FROM public.tracked_apps").rowcount == 2


@pytest.mark.parametrize(("method", "path"), BY_LINK)
def test_a_token_of_a_program_is_no_link(method: str, path: str, shop: str) -> None:
    body = {"password": "12345678"} if method == "POST" else None
    for context in (token("read"), token("manage", shop), None):
        address = re.sub(r"\{\w+\}", str(uuid4()), path).replace("/api/", "/api/v1/")
        assert call(handler, method, address, body, context=context).json["code"] == "SHARE_NOT_FOUND"


@pytest.mark.parametrize(("method", "path"), [*OF_APPS, *OF_THE_ACCOUNT])
def test_a_route_opens_to_a_cookie_or_to_a_token_and_never_to_the_other(method: str, path: str) -> None:
    shop, cookie = str(uuid4()), {"userId": "ann", "sessionId": "s"}
    assert ask(method, path, cookie, shop).status == 401
    address = re.sub(r"\{\w+\}", str(uuid4()), path.replace("{app_id}", shop))
    assert call(handler, method, address, {}, context=token()).status == 401
    assert call(handler, method, address, {}, context={**token(), "sessionId": "s"}).status == 401
    assert ask(method, path, {**token(), "sessionId": "s"}, shop).status == 401
    assert ask(method, path, None, shop).status == 401


@pytest.mark.parametrize(
    "broken",
    [
        {"scopes": None},
        {"scopes": 7},
        {"appIds": None},
        {"appIds": [7]},
        {"appIds": ["shop"]},
        {"appIds": ["*", "*"]},
        {"tokenId": ""},
        {"userId": None},
    ],
    ids=repr,
)
def test_a_context_that_does_not_say_all_of_it_opens_nothing(broken: dict[str, Any]) -> None:
    assert ask("GET", "/api/apps", {**token(), **broken}).status == 401
    assert ask("GET", "/api/apps", {key: it for key, it in token().items() if key not in broken}).status == 401


@pytest.mark.parametrize("scopes", [[], ["write"], ["Read"]])
def test_a_scope_that_does_not_exist_opens_nothing(scopes: list[str]) -> None:
    assert ask("GET", "/api/apps", {**token(), "scopes": scopes}).status == 403


def test_a_token_lists_its_own_apps_only(database: Direct, ann: str, shop: str) -> None:
    track(database, ann, "spk_other")
    assert [app["id"] for app in ask("GET", "/api/apps", token("read", shop)).json["apps"]] == [shop]
    assert len(ask("GET", "/api/apps", token("read")).json["apps"]) == 2


def test_an_app_is_the_same_however_its_id_is_written(shop: str) -> None:
    assert ask("GET", "/api/apps/{app_id}", token("read", shop), shop.upper()).status == 200


def test_a_token_of_some_apps_makes_no_others(shop: str) -> None:
    reply = ask("POST", "/api/apps", token("manage", shop), body={"name": "New"})
    assert (reply.status, reply.json["code"]) == (403, "LIMITED_TO_APPS")
    assert ask("POST", "/api/apps", token("manage"), body={"name": "New"}).status == 201


def test_a_program_may_name_any_origin_since_no_browser_adds_a_token_by_itself(shop: str) -> None:
    headers = {"origin": "https://bi.example"}
    changed = ask("PATCH", "/api/apps/{app_id}", token("manage"), shop, {"name": "Store"}, headers=headers)
    assert changed.json["name"] == "Store"


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/v1/v1/apps", "/api/v2/apps", "/api//v1/apps"])
def test_no_other_path_leads_to_the_same_routes(path: str) -> None:
    for context in (token(), {"userId": "ann", "sessionId": "s"}):
        assert call(handler, "GET", path, context=context).status in {401, 404}
