"""What the addresses of the API answer, as their documentation says it."""

from typing import Any

from pydantic import BaseModel, Field, create_model


class Problem(BaseModel):
    """One thing wrong in a request: where, such as `steps[1].event`, and how to mend it."""

    path: str
    message: str


class Error(BaseModel):
    """What every error looks like; `errors` is there where the request can be read but not understood."""

    code: str
    message: str
    errors: list[Problem] = Field(default_factory=list)


def many(word: str, model: Any) -> Any:
    """What a list answers: the dataclasses under one word."""
    fields: dict[str, Any] = {word: (list[model], ...)}
    return create_model(word[0].upper() + word[1:], **fields)


def gives(model: Any, description: str, status: int = 200, **other: Any) -> dict[int | str, dict[str, Any]]:
    """A success, for a route's `responses`: `model` is the dataclass that its words are made of."""
    return {status: {"model": model, "description": description, **other}}
