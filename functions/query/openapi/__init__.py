"""The OpenAPI document of the API: the routes as FastAPI describes them, put into the API's own words."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from fastapi.utils import create_model_field

from query.access import need as access
from query.openapi import examples, refusals, several, tidy
from query.routes.answers import Given
from spoor.accounts.session_cookie import SESSION_COOKIE

VERSION = "1"
DESCRIPTION = """\
Reports on the events of tracked apps, and the management of these apps.

The same addresses stand under `/api` for a signed-in browser, which shows its session cookie, and under `/api/v1` for \
programs, which show an API token: `Authorization: Bearer …`. A token with the scope `read` opens every GET and the \
reports, one with `manage` all that is under `/apps` but who else sees an app; that, and tokens \
themselves, are for their user, signed in. Each operation names the permission that it needs as \
`x-permission`. What links show, under `/shared`, asks for nobody.

Times are ISO 8601; one without an offset is read in `timezone`, and a date alone is its midnight there. Ranges are \
half-open. No question may have more than 1 MiB. Every refusal is a `code` for programs and a `message` for people; a \
422 lists in `errors` what is wrong, and where.

An answer to a read (each GET, and the questions of reports) has an `ETag`: sent back as `If-None-Match` it is \
answered with 304 and no body while the answer is the same. It is compressed for whoever sends `Accept-Encoding: gzip`.
"""
SERVERS = [
    {"url": "/api", "description": "For a signed-in browser, by its session cookie."},
    {"url": "/api/v1", "description": "For a program, by its API token."},
]
_SECURITY = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "What signing in sets; over https its name begins with `__Secure-`. It opens `/api`.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An API token, made by `POST /api/tokens`. It opens `/api/v1`.",
    },
}
_USERS_ALONE = (["tokens"], ["activity"])
_SIGNED_OUT = ["shared"]
_PREFIX = "/api"


@cache
def document(app: FastAPI) -> dict[str, Any]:
    """The document: made at the first wish, since it takes longer than a report."""
    _make_answers(app)
    made = get_openapi(title="Spoor", version=VERSION, description=DESCRIPTION, routes=app.routes)
    made["servers"] = SERVERS
    made["tags"] = app.openapi_tags
    made["security"] = [{"cookie": []}, {"token": []}]
    _put_permissions(made, app)
    made["paths"] = {tidy.camel_path(path.removeprefix(_PREFIX)): ways for path, ways in made["paths"].items()}
    tidy.tidy(made)
    made["components"] |= {"securitySchemes": _SECURITY, "responses": refusals.RESPONSES}
    made["components"]["schemas"] |= refusals.SCHEMAS
    several.put_into(made)
    for path, _, operation in operations(made):
        if operation["tags"] in _USERS_ALONE:
            operation |= {"security": [{"cookie": []}], "servers": SERVERS[:1]}
        if operation["tags"] == _SIGNED_OUT:
            operation |= {"security": [], "servers": SERVERS[:1]}
        operation["responses"] |= refusals.of(path, operation)
    examples.put_into(made)
    return made


def _make_answers(app: FastAPI) -> None:
    """Make the models of all answers, which no route has until now."""
    for route in app.routes:
        for status, given in getattr(route, "responses", {}).items():
            if isinstance(route, APIRoute) and isinstance(given, Given):
                name = f"Response_{status}_{route.unique_id}"
                field = create_model_field(name=name, type_=given.model(), mode="serialization")
                route.response_fields = {**route.response_fields, status: field}


def _put_permissions(made: dict[str, Any], app: FastAPI) -> None:
    """Say of each operation which permission it needs; those of the account need none but to be its user."""
    for method, path, need in access.needs_of(app):
        if need is not None and need.permission is not None:
            made["paths"][path][method.lower()]["x-permission"] = need.permission.value


def operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of a document, with its path and method."""
    for path, ways in made["paths"].items():
        for method, operation in ways.items():
            yield path, method, operation
