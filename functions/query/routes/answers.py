"""What the addresses of the API answer, as their documentation says it."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Many:
    """What a list answers: the dataclasses under one word."""

    word: str
    model: Any

    def made(self) -> Any:
        """The same as a model."""
        fields: dict[str, Any] = {self.word: (list.__class_getitem__(self.model), ...)}
        return create_model(self.word[0].upper() + self.word[1:], **fields)


class Given(dict[str, Any]):
    """A success as the framework takes it; its model is made for the documentation alone, since no answer is checked
    against it and all of them together take longer to make than a report."""

    def __init__(self, model: Any, **said: Any) -> None:
        super().__init__(said)
        self._model = model

    def model(self) -> Any:
        """What the answer is made of."""
        return self._model.made() if isinstance(self._model, Many) else self._model


def gives(model: Any, description: str, status: int = 200, **other: Any) -> dict[int | str, dict[str, Any]]:
    """A success, for a route's `responses`: `model` is the dataclass that its words are made of."""
    return {status: Given(model, description=description, **other)}
