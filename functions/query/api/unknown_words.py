"""Refuses what a query string says that its address does not know, or says twice."""

from collections import Counter

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
