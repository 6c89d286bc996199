"""Counts what becomes of events, by app, hour, sender and code, with a sample that holds names and no values.

What is stored is counted by the statement that stores it. What has nothing to be stored is counted by a statement of
its own, of which an instance makes so many at most: beyond that it adds up in memory, until there is room or the
instance ends. docs/ingest.md tells the codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import randbelow
from time import monotonic
from typing import Any

from ingest.encode import encode
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.pipeline import Prepared
from ingest.events.properties import REPLACED
from spoor import database
from spoor.errors import Misconfigured, NotNow

SHARD = randbelow(8)
"""This instance's own counters: others seldom write the same rows."""

MOST_SENDERS = 50
"""Of an app in an hour; all further ones are one. The database says the same."""

DUPLICATE = "DUPLICATE"
_OTHER = "other"
_HOUR = len("2026-01-31T12")
_LONGEST_SENDER = 100
_LONGEST_NAME = 100
_MOST_NAMES = 20
_ROOM, _REFILL = 20.0, 0.5  # statements of its own at once, and a second after that
_MOST_PENDING = 200
_WITHIN_S = 2.0
_REST = 30.0

Told = list[tuple[str, int, dict[str, Any] | None]]
"""Codes with how many events have them, and a sample."""

_senders: dict[tuple[str, str], set[str]] = {}
_pending: dict[tuple[str, str, str], dict[str, tuple[int, dict[str, Any] | None]]] = {}
_room, _seen_at = _ROOM, 0.0


@dataclass(slots=True)
class Tally:
    """What a request adds to the counts of an app: of which hour and sender, and of what is `told` besides what is new
    or a duplicate, which the database finds out."""

    hour: str
    sender: str
    told: Told = field(default_factory=list)


def sender_of(events: Iterable[TrackedEvent | RefusedEvent], vendor: str) -> str:
    """The library that the first event names as its own (`$lib`), or the wire format."""
    for event in events:
        if type(event) is TrackedEvent:
            properties = event.properties
            named = properties.get("$lib") if type(properties) is dict else None
            if type(named) is str and named and not named.isspace():
                named = named[:_LONGEST_SENDER]
                return named if named.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in named)
            return vendor
    return vendor


def tally(app_id: str, at: datetime, sender: str) -> Tally:
    """An empty tally of an app's hour. A sender that is new, and one too many, is "other"."""
    hour = f"{at.isoformat()[:_HOUR]}:00:00Z"
    known = _senders.get((app_id, hour))
    if known is None:
        if len(_senders) >= 1000:
            _senders.clear()
        known = _senders[app_id, hour] = set()
    if sender not in known:
        if len(known) >= MOST_SENDERS:
            return Tally(hour, _OTHER)
        known.add(sender)
    return Tally(hour, sender)


def tell(events: Sequence[TrackedEvent | RefusedEvent], prepared: Prepared) -> Told:
    """What of a batch is refused or warned of, by code, each with the first event that has it."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    refused = ((position, one.code) for position, one in (*prepared.refusals, *prepared.unwanted))
    for position, code in (*refused, *prepared.warnings):
        counts[code] = counts.get(code, 0) + 1
        first.setdefault(code, position)
    told: Told = [(code, count, _sample(events[first[code]])) for code, count in counts.items()]
    return [*told, *_tell_breaches(events, prepared)] if prepared.breaches else told


def _tell_breaches(events: Sequence[TrackedEvent | RefusedEvent], prepared: Prepared) -> Told:
    """How many events have a breach of each code; its sample names the property that it is about."""
    places: dict[str, set[int]] = {}
    samples: dict[str, dict[str, Any]] = {}
    for position, breach in prepared.breaches:
        places.setdefault(breach.code, set()).add(position)
        if breach.code not in samples:
            sample = _sample(events[position]) or {}
            about = sample if breach.property is None else {**sample, "properties": [_cut(breach.property)]}
            samples[breach.code] = about
    return [(code, len(places[code]), sample) for code, sample in samples.items()]


def note(app_id: str, one: Tally) -> None:
    """Count what has nothing to be stored with, now if there is room for a statement, else later."""
    add(app_id, one)
    flush()


def add(app_id: str, one: Tally) -> None:
    """Count later what has nothing to be stored with."""
    if not one.told:
        return
    counts = _pending.setdefault((app_id, one.hour, one.sender), {})
    _add_up(counts, one.told)
    if len(_pending) > _MOST_PENDING:
        del _pending[next(iter(_pending))]


def joined(one: Told, other: Told) -> Told:
    """The counts of two parts of a batch as one."""
    counts: dict[str, tuple[int, dict[str, Any] | None]] = {}
    _add_up(counts, [*one, *other])
    return [(code, count, sample) for code, (count, sample) in counts.items()]


def _add_up(counts: dict[str, tuple[int, dict[str, Any] | None]], told: Told) -> None:
    for code, count, sample in told:
        before, shown = counts.get(code, (0, None))
        counts[code] = before + count, shown or sample


def flush() -> None:
    """Write what has been added up, one statement for each app, hour and sender, as far as there is room. An outage of
    the database costs nobody but these counts anything."""
    if not _pending:
        return
    global _room, _seen_at
    now = monotonic()
    _room, _seen_at = min(_ROOM, _room + (now - _seen_at) * _REFILL), now
    while _pending and _room >= 1:
        app_id, hour, sender = key = next(iter(_pending))
        told = [(code, count, sample) for code, (count, sample) in _pending[key].items()]
        params = {"app_id": app_id, "hour": hour, "sender": sender, "shard": SHARD, "told": encode(told)}
        _room -= 1
        try:
            database.run(database.sql("ingest.storage", "count_outcomes"), params, repeatable=False, within_s=_WITHIN_S)
        except (NotNow, Misconfigured):
            _room = -_REST * _REFILL
            return
        del _pending[key]


def _sample(event: TrackedEvent | RefusedEvent) -> dict[str, Any] | None:
    """What an event is called, and its properties."""
    if type(event) is not TrackedEvent:
        return None
    properties: Mapping[Any, Any] = event.properties if type(event.properties) is dict else {}
    names = [_cut(name) for name, _ in zip(properties, range(_MOST_NAMES), strict=False)]
    return {"event": _cut(event.name) if type(event.name) is str else None, "properties": names}


def _cut(name: str) -> str:
    return name[:_LONGEST_NAME].translate(REPLACED)
