"""The catalog of an app: which events it has, and which properties with which values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from query.reports.ask import ask
from query.scope import Scope
from query.words import OpenRange
from spoor import database
from spoor.time import utc_now

MOST_COUNTED = 1_000_000
MOST_READ = 20_000
MOST_NAMES = 1000
MOST_KEYS = 500
_USUAL_DAYS = 30


class CatalogQuestion(OpenRange):
    """`GET /api/apps/{appId}/catalog`; without a range it is about the last 30 days."""


@dataclass(frozen=True, slots=True)
class EventName:
    """How often events of a name happened, and when last."""

    name: str
    count: int
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Property:
    """A key of `properties`: the JSON types of its values, and the most frequent of them."""

    name: str
    types: list[str]
    examples: list[Any]


@dataclass(frozen=True, slots=True)
class Catalog:
    """What there is to choose from, most frequent first. `events` counts from `counted_from` on: the newest
    million events, where the range holds more; `properties` is made of the newest 20,000 events. `capped` says that
    there are more names or properties than are listed."""

    events: list[EventName]
    properties: list[Property]
    counted_from: datetime
    capped: bool


def catalog(question: CatalogQuestion, scope: Scope) -> Catalog:
    """The catalog of an app's range: two looks at its newest events, so that it stays cheap however many there are.

    Raises TooSlow, DatabaseAway.
    """
    start, end = _range(question)
    bounds = {"app_id": scope.app_id, "start": start, "end": end}
    counted = {**bounds, "most": MOST_COUNTED, "names": MOST_NAMES + 1}
    names = ask(database.sql("query", "list_event_names"), counted, scope.until)
    read = {**bounds, "most": MOST_READ, "keys": MOST_KEYS + 1}
    keys = ask(database.sql("query", "list_properties"), read, scope.until)
    since = names[0]["counted_from"] if names and names[0]["counted"] >= MOST_COUNTED else start
    return Catalog(
        [EventName(row["name"], row["count"], row["last_seen_at"]) for row in names[:MOST_NAMES]],
        [Property(row["name"], row["types"], row["examples"] or []) for row in keys[:MOST_KEYS]],
        since,
        len(names) > MOST_NAMES or len(keys) > MOST_KEYS,
    )


def _range(question: CatalogQuestion) -> tuple[datetime, datetime]:
    end = question.end or utc_now() + timedelta(days=1)  # clocks may be ahead
    return question.start or end - timedelta(days=_USUAL_DAYS + 1), end
