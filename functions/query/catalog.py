"""The catalog of an app: which events it has, and which properties with which values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from query.filters import COHORT, DEEPEST_PROPERTY, LONGEST_PROPERTY
from query.properties import OWN
from query.reports.ask import ask
from query.scope import Scope
from query.words import OpenRange
from spoor import database

MOST_COUNTED = 1_000_000
MOST_READ = 20_000
FEWEST_READ = 20
"""Events of a name that are looked at for properties at the least, if it has so many."""
MOST_NAMES = 1000
MOST_KEYS = 500
_USUAL_DAYS = 30
_ASKABLE = {"longest": LONGEST_PROPERTY, "deepest": DEEPEST_PROPERTY, "own": [*OWN, COHORT]}


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
    """What there is to choose from: first what many visitors do on many days. `events` counts from `counted_from` on:
    the newest million events, where the range holds more; `properties` is made of about 20,000 of them. `capped` says
    that there are more names or properties than are listed."""

    events: list[EventName]
    properties: list[Property]
    counted_from: datetime
    capped: bool


def catalog(question: CatalogQuestion, scope: Scope) -> Catalog:
    """The catalog of an app's range: two looks at its newest events, so that it stays cheap however many there are.

    Names and properties rank by visitors and days, not by events: a flood of junk, which the ingest key is enough for,
    does not wash away what there really is.

    Raises TooSlow, DatabaseAway.
    """
    start, end = _range(question, scope.now)
    bounds = {"app_id": scope.app_id, "start": start, "end": end}
    counted = {**bounds, "most": MOST_COUNTED, "names": MOST_NAMES + 1}
    names = ask(database.sql("query", "list_event_names"), counted, scope)
    listed = names[:MOST_NAMES]
    read = {**bounds, "most": MOST_COUNTED, "read": 4 * MOST_READ, "keys": MOST_KEYS + 1, **_ASKABLE}
    of_names = {"listed": [row["name"] for row in listed], "shares": _shares(listed)}
    keys = ask(database.sql("query", "list_properties"), {**read, **of_names}, scope)
    since = names[0]["counted_from"] if names and names[0]["counted"] >= MOST_COUNTED else start
    return Catalog(
        [EventName(row["name"], row["count"], row["last_seen_at"]) for row in listed],
        [Property(row["name"], row["types"], row["examples"] or []) for row in keys[:MOST_KEYS]],
        since,
        len(names) > MOST_NAMES or len(keys) > MOST_KEYS,
    )


def _shares(names: Sequence[database.Row]) -> list[float]:
    """Which share of each name's events is looked at: all where they are few, and else so many as its rank is worth."""
    if not names or names[0]["counted"] <= MOST_READ:
        return [1.0] * len(names)
    a_weight = MOST_READ / sum(row["weight"] for row in names)
    return [max(row["weight"] * a_weight, FEWEST_READ) / row["count"] for row in names]


def _range(question: CatalogQuestion, now: datetime) -> tuple[datetime, datetime]:
    end = question.end or now + timedelta(days=1)  # clocks may be ahead
    return question.start or end - timedelta(days=_USUAL_DAYS + 1), end
