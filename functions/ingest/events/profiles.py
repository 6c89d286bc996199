"""What events say of accounts themselves, names and other properties, by the calls that trackers have for that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ingest.events.event import EventRow
from ingest.events.groups import GROUPS, UNTYPED, ids_of
from ingest.limits import MAX_TEXT

OF_GROUP, IDENTIFIES = "$group", "$groupidentify"
"""The calls: Segment's and its relatives', OpenPanel's; PostHog's, Amplitude's and Mixpanel's."""

SAY_OF_ACCOUNTS = frozenset({OF_GROUP, IDENTIFIES})

MOST_PROPERTIES = 100
LONGEST_KEY = 200
LONGEST_VALUE = 1_000
"""Characters of a text, or of any other value's JSON: a longer text is cut, another value is left out."""

_TYPE, _KEY = "$group_type", "$group_key"
_SET, _PROPERTIES = "$group_set", "$group_properties"
_OPERATIONS = {"$set": False, "$setOnce": True, "$set_once": True, "$unset": False}
"""What changes a property by itself, as these name it; whether it is only for where nothing else is said."""

Told = tuple[str, Any, bool]
"""A property, its value, null where it is taken back, and whether that is only for where nothing else is said."""

Saying = tuple[str, str, str, int, Any]
"""The type and id of an account, a property, when it was said in milliseconds, and its value. What is only for where
nothing else is said has the time below nought: it lies before all others, and of such the earliest is the greatest."""


def said_of_accounts(rows: Sequence[EventRow]) -> list[Saying]:
    """All that the rows tell of accounts."""
    found: list[Saying] = []
    for _, name, _, properties, occurred_at in rows:
        if name in SAY_OF_ACCOUNTS:
            told = _told(properties) if name == IDENTIFIES else _traits(properties)
            if kept := sorted(_kept(told), key=lambda each: each[0])[:MOST_PROPERTIES]:
                at = _milliseconds(occurred_at)
                of = [*_about(properties)]
                found += [
                    (*account, key, -at if is_behind else at, value) for account in of for key, value, is_behind in kept
                ]
    return found


def _about(properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The accounts that a call is about. One of PostHog's names it apart from those that its visitor is of."""
    if _TYPE in properties:
        named: Any = {str(properties[_TYPE]): ids_of(properties.get(_KEY))}
    else:
        named = properties.get(GROUPS) or {UNTYPED: ids_of(properties.get("id"))}  # OpenPanel's has it with the rest
    for kind, ids in named.items() if type(named) is dict else ():
        if 0 < len(kind) <= MAX_TEXT:
            yield from ((kind, one) for one in (ids if type(ids) is list else [ids]) if type(one) is str and one)


def _traits(properties: Mapping[str, Any]) -> Iterator[Told]:
    """Those of an event that its site has given it, not its tracker."""
    is_of_openpanel = GROUPS not in properties
    for key, value in properties.items():
        if not key.startswith(("$", "utm_")) and not (is_of_openpanel and key == "id"):
            yield key, value, False


def _told(properties: Mapping[str, Any]) -> Iterator[Told]:
    """What `$groupidentify` says: properties, or operations on some."""
    said = properties.get(_SET, properties.get(_PROPERTIES))
    for key, value in said.items() if type(said) is dict else ():
        if key not in _OPERATIONS:
            if not key.startswith("$"):  # what builds on what was there before is kept on its event alone
                yield key, value, False
        elif type(value) is dict:
            yield from ((each, None if key == "$unset" else one, _OPERATIONS[key]) for each, one in value.items())
        elif key == "$unset" and type(value) is list:
            yield from ((each, None, False) for each in value if type(each) is str)


def _kept(told: Iterable[Told]) -> Iterator[Told]:
    """Those that are not too large; a long text is cut."""
    for key, value, is_behind in told:
        if 0 < len(key) <= LONGEST_KEY:
            if type(value) is str:
                yield key, value[:LONGEST_VALUE], is_behind
            elif value is None or len(repr(value)) <= LONGEST_VALUE:
                yield key, value, is_behind


def _milliseconds(at: str | datetime) -> int:
    return int((datetime.fromisoformat(at) if isinstance(at, str) else at).timestamp() * 1000)
