"""How answers are put into words: dataclasses become JSON with camelCase names and ISO times, or rows of a table."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic.alias_generators import to_camel

from query.answers import LEFT_OUT
from query.json_text import json_text
from query.table import Cell, Table


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


def table_of(model: type, things: Iterable[Any]) -> Table:
    """Dataclasses of one kind as a table with a column for each of their words; what is a list or an object stands in
    its cell as JSON."""
    names = [field.name for field in fields(model)]
    rows = [[_cell(in_words(getattr(thing, name))) for name in names] for thing in things]
    return Table([to_camel(name) for name in names], rows)


def _cell(said: Any) -> Cell:
    plain = said is None or (isinstance(said, str | int | float) and not isinstance(said, bool))
    return said if plain else json_text(said)
