"""Every route names what it needs, roles are sets of such words, and a page is made of both."""

import ast
from pathlib import Path

import pytest

from query.access.matrix import ROUTES_HEADING, page
from query.access.need import BY_LINK, Need, needs_of
from query.access.permissions import Permission
from query.access.roles import ROLES, permissions_of
from query.app import app
from query.openapi import document

NEEDS = needs_of(app)
ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/permissions.md"
STATEMENTS = [*(ROOT / "functions/query").rglob("*.sql"), *(ROOT / "functions/query").rglob("*.py")]
KNOW_OWNERS = {"create_app.sql", "bounds.py", "tracked_apps.py", "share_app.sql", "teams.py"}
"""Where an app is made, of which a user has so many at the most, and where its owner shares it. Whose one is, a
function in the database knows, which one statement calls."""


@pytest.mark.parametrize(("method", "path", "need"), NEEDS, ids=str)
def test_a_route_names_one_need_and_one_about_an_app_a_permission(method: str, path: str, need: Need | None) -> None:
    assert need is not None, "name the permission that the route needs (access/door.py)"
    if path.startswith("/api/apps"):
        assert need.permission is not None
    else:
        assert need == (BY_LINK if path.startswith("/api/shared/") else Need(None))


def test_signed_out_nobody_reaches_more_than_what_a_link_shows() -> None:
    """The routes that ask for nobody are told by their names here, and each is opened by a link."""
    assert {(method, path) for method, path, need in NEEDS if need == BY_LINK} == {
        ("GET", "/api/shared/{token}"),
        ("POST", "/api/shared/{token}"),
    }
    said = {need.by_link for _, _, need in NEEDS if need and need.permission}
    assert said == {False}


def test_every_documented_operation_says_which_permission_it_needs() -> None:
    paths = document(app)["paths"]
    said = {(method, path): way.get("x-permission") for path, ways in paths.items() for method, way in ways.items()}
    assert {*said.values()} == {*(each.value for each in Permission), None}
    assert all((permission is None) == (not path.startswith("/apps")) for (_, path), permission in said.items())


def test_owners_may_everything_and_a_token_at_most_what_its_scope_says() -> None:
    assert ROLES["owner"] == {*Permission}
    assert ROLES["viewer"] < ROLES["member"] < ROLES["admin"] < ROLES["owner"]
    assert ROLES["token:read"] < ROLES["token:manage"] < ROLES["owner"]
    assert permissions_of(["no such role"]) == set()
    assert permissions_of([]) == set()


def test_only_one_statement_asks_whose_an_app_is() -> None:
    assert [path.name for path in STATEMENTS if "spoor.find_access" in code_of(path)] == ["find_access.sql"]
    assert {path.name for path in STATEMENTS if "owner_id" in code_of(path)} <= KNOW_OWNERS


def test_the_page_says_what_the_routes_and_the_roles_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(app), "run `make openapi`"
    assert ROUTES_HEADING in page(app)


def code_of(path: Path) -> str:
    """A file without its comments, where it is Python."""
    text = path.read_text(encoding="utf-8")
    return ast.unparse(ast.parse(text)) if path.suffix == ".py" else text
