"""Which accounts events name, read plainly, and what happened as if each account had been the visitor.

It shares nothing with ingest, nor with what reports do: an event is told once for each account that it names.
"""

from collections.abc import Iterable
from datetime import datetime
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


def told_by_accounts(events: Iterable[Event], group: str) -> list[Event]:
    """The events once for each account of theirs, which stands where the id does; none where they name none."""
    return [
        (name, account, at, properties) for name, _, at, properties in events for account in accounts(properties, group)
    ]
