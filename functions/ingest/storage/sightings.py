"""Remembers of which names it is stored that an event happened in an hour, so that this is written once an hour."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ingest.events.event import EventRow

_DATE, _HOUR = len("2026-01-31"), len("2026-01-31T12")
_MOST_APPS, _MOST_NAMES = 1000, 5000

_stored: dict[str, dict[str, str]] = {}
"""By app: the latest hour that is stored, by name."""


def news(app_id: str, rows: Sequence[EventRow]) -> dict[str, str] | None:
    """When the latest event happened of each name of which no event so late is stored yet; None where there is none."""
    hours = _stored.get(app_id, {})
    found: dict[str, str] | None = None
    for _, name, _, _, occurred_at in rows:
        at = occurred_at if type(occurred_at) is str and occurred_at[_DATE] == "T" else _written(occurred_at)
        if hours.get(name, "") < at[:_HOUR]:
            found = {} if found is None else found
            if found.get(name, "") < at:
                found[name] = at
    return found


def note(app_id: str, seen: dict[str, str]) -> None:
    """It is stored."""
    if app_id not in _stored and len(_stored) >= _MOST_APPS:
        _stored.clear()  # what is forgotten is written once more
    hours = _stored.setdefault(app_id, {})
    if len(hours) >= _MOST_NAMES:
        hours.clear()
    hours.update((name, at[:_HOUR]) for name, at in seen.items())


def _written(at: str | datetime) -> str:
    """In one form, so that the later one is the greater text."""
    return at.replace(" ", "T") if isinstance(at, str) else at.astimezone(UTC).isoformat()
