"""What an owner says of a CSV: which of its columns is what."""

from collections.abc import Mapping
from typing import Any

from ingest.history.formats.shape import WrongWishes

_TEXTS = ("delimiter", "encoding", "decimal", "timezone", "id", "name", "constant", "userId", "anonymousId")
_LISTS = ("json", "null")
_WORDS = {*_TEXTS, *_LISTS, "occurredAt", "properties"}


def check(mapping: Mapping[str, Any]) -> None:
    """Whether it can be followed. Raises WrongWishes."""
    if unknown := sorted(set(mapping) - _WORDS):
        raise WrongWishes(f"The mapping has words that nobody knows: {', '.join(unknown)}.")
    if "occurredAt" not in mapping or ("name" in mapping) == ("constant" in mapping):
        raise WrongWishes("The mapping needs `occurredAt`, and either `name` (a column) or `constant` (a name).")
    for word in _TEXTS:
        if type(mapping.get(word, "")) is not str:
            raise WrongWishes(f"`{word}` of the mapping must be a text.")
    for word in _LISTS:
        if not _is_list(mapping.get(word, [])):
            raise WrongWishes(f"`{word}` of the mapping must be a list of texts.")
    if mapping.get("properties", "rest") != "rest" and not _is_list(mapping["properties"]):
        raise WrongWishes('`properties` of the mapping must be "rest" or a list of columns.')
    when = mapping["occurredAt"]
    if type(when) is dict:
        when = when.get("column") if when.keys() <= {"column", "format"} and _is_text(when.get("format", "")) else None
    if not _is_text(when):
        raise WrongWishes("`occurredAt` of the mapping must be a column, or its `column` and `format`.")
    if len(mapping.get("delimiter", ",")) != 1 or mapping.get("delimiter", ",") in '"\r\n':
        raise WrongWishes("`delimiter` of the mapping must be one character.")
    try:
        "".encode(mapping.get("encoding", "utf-8"))
    except LookupError:
        raise WrongWishes(f"There is no encoding {mapping['encoding']}.") from None


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_list(value: Any) -> bool:
    return type(value) is list and all(map(_is_text, value))
