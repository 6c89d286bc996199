"""What the addresses of the API answer, as their documentation says it."""

from typing import Any

from pydantic import BaseModel, create_model


class Problem(BaseModel):
    """One thing wrong in a request: where, such as `steps[1].event`, and how to mend it."""

    path: str
    message: str


class Error(BaseModel):
    """What every error looks like; `errors` is there where the request can be read but not understood."""

    code: str
    message: str
    errors: list[Problem] | None = None


_ERRORS = {
    400: "Nothing in the request can be read.",
    401: "Nobody known is asking.",
    403: "The caller may not do that, or a page of a foreign origin asked for it.",
    404: "There is no such thing, or it is somebody else's.",
    413: "The answer would be too large; the message names the limit.",
    415: "The body is not JSON by its own words.",
    422: "The request says something unknown; `errors` names it.",
    429: "Too many requests at once.",
    503: "The database is away, or a report took too long; `Retry-After` says when to try again.",
}

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Error, "description": description} for status, description in _ERRORS.items()
}


def many(word: str, model: Any) -> Any:
    """What a list answers: the dataclasses under one word."""
    fields: dict[str, Any] = {word: (list[model], ...)}
    return create_model(word[0].upper() + word[1:], **fields)


def gives(model: Any, description: str, status: int = 200, **other: Any) -> dict[int | str, dict[str, Any]]:
    """A success, for a route's `responses`: `model` is the dataclass that its words are made of."""
    return {status: {"model": model, "description": description, **other}}
