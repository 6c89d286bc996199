"""/api/openapi.json and /api/docs: what can be asked, for programs and for people."""

from typing import Any

from fastapi import Request, Response

from query.api.room import Room

router = Room(include_in_schema=False)


@router.get("/openapi.json")
def get_openapi(request: Request) -> Any:
    """The OpenAPI document."""
    from query import openapi  # what makes it is loaded at the first wish

    return openapi.document(request.app)


@router.get("/docs")
def get_docs(request: Request) -> Response:
    """The same as a page."""
    from query import openapi
    from query.openapi import reference

    headers = {"content-security-policy": reference.POLICY}
    return Response(reference.page(openapi.document(request.app)), headers=headers, media_type="text/html")
