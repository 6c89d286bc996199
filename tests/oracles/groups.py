"""Which accounts events name, read plainly, and what happened as if each account had been the visitor.

It shares nothing with ingest, nor with what reports do: an event is told once for each account that it names.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Event = tuple[str, str | None, datetime, Any]
"""Name, id, time and properties."""


def accounts(properties: Any, group: str) -> list[str]:
    """The accounts of a type, each once: those among the groups, else what the property of that name says."""
    if not isinstance(properties, dict):
        return []
    groups = properties.get("$groups")
    said = groups.get(group) if isinstance(groups, dict) else None
    if said is None:
        said = properties.get(group)
    several = said if isinstance(said, list) else [said]
    return sorted({one for one in several if isinstance(one, str) and one})


def told_by_accounts(events: Sequence[Event], group: str, people: Mapping[str, str]) -> list[Event]:
    """The events once for each account of theirs, which stands where the id does; `people` says whose an id is."""
    return [
        (name, account, at, properties)
        for name, one, at, properties in events
        for account in accounts(properties, group) or belongs_to(people.get(one or "", one), at, events, group, people)
    ]


def belongs_to(
    visitor: str | None, at: datetime, events: Sequence[Event], group: str, people: Mapping[str, str]
) -> list[str]:
    """The accounts that a visitor said last, in one of the calls that are for it, within ninety days."""
    said = [
        (when, json.dumps(named, ensure_ascii=False), named)
        for name, one, when, properties in events
        if name in ("$group", "$identify", "$assign_group")
        and visitor is not None
        and people.get(one or "", one) == visitor
        and at - timedelta(days=90) < when <= at
        and (named := accounts(properties, group))
    ]
    return max(said)[2] if said else []
