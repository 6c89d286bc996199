"""Refuses what a request says that its address does not know, or says twice."""

from base64 import b64decode
from collections import Counter
from typing import Any

from fastapi import Request

from spoor.errors import FieldProblem, Unprocessable


def check_query(request: Request) -> None:
    """Let pass what the route knows; routes with a question in the query string name its unknown words themselves.

    A word said twice has no one meaning: the gateway would join both, the framework would take the last.

    Raises Unprocessable.
    """
    said = Counter(name for name, _ in request.query_params.multi_items())
    dependant = request.scope["route"].dependant
    known = {each.alias for part in dependant.dependencies for each in part.query_params}
    problems: list[FieldProblem] = [
        {"path": name, "message": "This word is given twice" if times > 1 else "This word is not known here"}
        for name, times in said.items()
        if times > 1 or not (dependant.query_params or name in known)
    ]
    if problems:
        raise Unprocessable(problems)


def check_body(request: Request) -> None:
    """Let pass a body where the route reads one, and anywhere one that says nothing.

    What takes no body must not make nothing of one: whoever says in it which one to delete would see all of them go.

    Raises Unprocessable.
    """
    event: dict[str, Any] = request.scope.get("aws.event") or {}
    body = (event.get("body") or "").strip()
    said = b64decode(body).strip() if body and event.get("isBase64Encoded") else body.encode()
    if request.scope["route"].body_field is None and said not in (b"", b"{}", b"null"):
        raise Unprocessable([{"path": "", "message": "This address takes no body; what it takes is said in its query"}])
