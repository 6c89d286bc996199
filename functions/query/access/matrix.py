"""Who may do what, as a page of the documentation: made of the routes and of the roles."""

from fastapi import FastAPI

from query.access.need import Need, needs_of
from query.access.permissions import Permission
from query.access.roles import ROLES

ROUTES_HEADING = "## What each operation needs"
_HEAD = """\
# Permissions

Whoever asks something of an app has a role in it, and a role is a set of permissions. What a role may not do is 403
where it may see the app, and 404 where it may not. An API token has the role of its scope, in the apps that it reaches.
This page is made of the code (`make openapi`).

## What each role may do
"""


def page(app: FastAPI) -> str:
    """The page, in Markdown."""
    roles = [*ROLES]
    rows = [[f"`{each}`", *("yes" if each in ROLES[role] else "" for role in roles)] for each in Permission]
    needs = [[f"`{method} {path}`", _said(need)] for method, path, need in needs_of(app) if need is not None]
    matrix, operations = _table(["permission", *roles], rows), _table(["operation", "permission"], sorted(needs))
    return f"{_HEAD}\n{matrix}\n{ROUTES_HEADING}\n\n{operations}"


def _said(need: Need) -> str:
    if need.by_link:
        return "to have the link"
    return f"`{need.permission}`" if need.permission else "to be its user"


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
