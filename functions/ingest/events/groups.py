"""The accounts that an event names, by their types, as ids that reports can count."""

from typing import Any

from ingest.events.nobody import usable
from ingest.events.texts import shorten
from ingest.limits import MAX_TEXT

GROUPS = "$groups"
UNTYPED = "group"
"""The type of accounts whose tracker names none."""

MOST_OF_A_TYPE = 100
"""Accounts of one type that an event may name; reports count it for each."""


def with_groups(properties: dict[str, Any]) -> dict[str, Any]:
    """The properties with what they say of accounts as `{type: id}`, or `{type: [id…]}` where it is several. What is
    nobody's id is left out; what is no id at all stays, and nothing counts it."""
    said = properties[GROUPS]
    found = {kind: ids for kind, each in by_type(said).items() if (ids := ids_of(each)) is not None}
    if found == said:
        return properties
    others = {key: value for key, value in properties.items() if key != GROUPS}
    return {**others, GROUPS: found} if found else others


def by_type(said: Any) -> dict[str, Any]:
    """The same with types: an id or a list has UNTYPED, nothing has none."""
    if type(said) is dict:
        return said
    return {} if said is None or said == "" or said == [] else {UNTYPED: said}


def ids_of(said: Any) -> Any:
    """One id, or a list of several, each once; None where there is none."""
    if type(said) is str:
        if usable(said, of_device=False) is None:
            return None
        return said if len(said) < MAX_TEXT else shorten(said)
    if type(said) is not list:
        return str(said) if type(said) is int else said
    found: list[Any] = []
    for one in said[:MOST_OF_A_TYPE]:
        read = None if type(one) is list else ids_of(one)
        if read is not None and read not in found:
            found.append(read)
    return found[0] if len(found) == 1 else found or None
