"""What a tool is: words that are read as those of a question are, and what becomes of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationError

from query.api.same_origin import own_origin
from query.mcp.routes import Api
from query.mcp.teaching import known_words, taught
from query.mcp.told import Told, refused
from query.questions.words import Words
from spoor.http.problems import problem


def _an_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("must be an id, such as 0193b0b0-5a5a-7e6e-8f00-5d2f6a1c9e11") from None


Id = Annotated[str, AfterValidator(_an_id)]
AppId = Annotated[Id, Field(description="Id of the app, from find_apps.")]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and when: the API as they may use it, and the function's clock."""

    api: Api
    now: datetime

    @property
    def origin(self) -> str:
        """Where the pages and the documentation are."""
        return own_origin(self.api.event)

    def docs(self, page: str) -> str:
        """The address of a page of the documentation."""
        return f"{self.origin}/docs/{page}"


@dataclass(frozen=True)
class Tool:
    """A tool: `words` are its arguments, `run` answers them. `changes` says that something is kept."""

    name: str
    title: str
    description: str
    words: type[Words]
    run: Callable[[Asking, Any], Awaitable[Told]]
    changes: bool = False

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The arguments as JSON Schema, without what says nothing to a reader."""
        made: dict[str, Any] = _plain(self.words.model_json_schema())
        made.pop("description", None)
        return made

    async def call(self, asking: Asking, arguments: dict[str, Any]) -> Told:
        """What becomes of these arguments; what is wrong with them is told as the API tells it."""
        try:
            words = self.words.model_validate(arguments)
        except ValidationError as error:
            errors = taught([problem(dict(each)) for each in error.errors()], known_words(self.words))
            message = f"The arguments of {self.name} say something unknown; see `errors`."
            return refused(422, "INVALID_REQUEST", message, errors=errors, arguments=self.schema)
        return await self.run(asking, words)


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {word: _plain(each) for word, each in schema.items() if word not in ("title", "default", "maxLength")}
    options = kept.pop("anyOf", None)
    if options is not None:
        some = [each for each in options if each != {"type": "null"}]
        kept = {**some[0], **kept} if len(some) == 1 else {**kept, "anyOf": some}
    return kept
