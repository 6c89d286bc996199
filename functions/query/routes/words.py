"""How answers are put into words: dataclasses become JSON with camelCase names and ISO times."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic.alias_generators import to_camel

from query.answers import LEFT_OUT


def in_words(value: Any) -> Any:
    """`value` as JSON's types."""
    if is_dataclass(value) and not isinstance(value, type):
        said = {field: getattr(value, field.name) for field in fields(value)}
        return {
            to_camel(field.name): in_words(each)
            for field, each in said.items()
            if each is not None or field.metadata != LEFT_OUT
        }
    if isinstance(value, list | tuple):
        return [in_words(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
