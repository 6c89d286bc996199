"""The OpenAPI document of the API, with the one error shape, and how callers prove who they are."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.alias_generators import to_camel

VERSION = "1"
DESCRIPTION = """\
Reports on the events of tracked apps, and the management of these apps.

A signed-in browser calls `/api/…` with its session cookie; a program calls the same addresses under `/api/v1/…` with an
API token, `Authorization: Bearer …`. Times are ISO 8601; ranges are half-open; a date alone is midnight in `timezone`.
"""
_SECURITY = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": "better-auth.session_token"},
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
}


@cache
def document(app: FastAPI) -> dict[str, Any]:
    """The document: made at the first wish, since it takes longer than a report."""
    made = get_openapi(title="Spoor", version=VERSION, description=DESCRIPTION, routes=app.routes)
    made["components"]["securitySchemes"] = _SECURITY
    made["security"] = [{"cookie": []}, {"token": []}]
    for schema in made["components"]["schemas"].values():
        _camel(schema)
    for operation in operations(made):
        operation["operationId"] = to_camel(operation["operationId"].partition("_api_")[0])
    return made


def operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document."""
    for path in made["paths"].values():
        yield from path.values()


def _camel(schema: dict[str, Any]) -> None:
    """Put the names of an answer's fields into the words in which it goes out (routes/words.py does the same)."""
    if "properties" in schema:
        schema["properties"] = {to_camel(name): each for name, each in schema["properties"].items()}
        schema["required"] = [to_camel(name) for name in schema.get("required", [])]
        if not schema["required"]:
            del schema["required"]
