"""The event names that a question refers to, wherever in it they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from pydantic import BaseModel

from query.questions.filters import Filter

_NAME = "$name"
_NAMED_BY = ("event", "start_event", "end_event")


def names_in(part: object) -> Iterator[str]:
    """Those of a part of a question, or of a mapping of such parts."""
    if isinstance(part, Filter):
        if part.property == _NAME and part.operator == "is":
            yield from (value for value in part.values() if isinstance(value, str))
    elif isinstance(part, BaseModel):
        for field in type(part).model_fields:
            said = getattr(part, field)
            if field in _NAMED_BY and isinstance(said, str):
                yield said
            else:
                yield from names_in(said)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield from names_in(getattr(part, each.name))
    elif isinstance(part, list | tuple):
        for each in part:
            yield from names_in(each)
    elif isinstance(part, Mapping):
        yield from names_in([*part.values()])
