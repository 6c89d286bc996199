"""The catalog of an app: which events it has, and which properties with which values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from query.answers import LEFT_OUT
from query.inquiry import Inquiry
from query.json_text import json_text
from query.questions.form import Format
from query.questions.words import OpenRange
from query.scope import Scope
from query.table import Table

MOST_NAMES = 1000
MOST_KEYS = 500
_USUAL_DAYS = 30


class CatalogQuestion(OpenRange):
    """`GET /api/apps/{appId}/catalog`; without a range it is about the last 30 days."""

    format: Format = "json"

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """The range, as it is `now`; clocks of trackers may be a day ahead."""
        end = self.end or now + timedelta(days=1)
        return self.start or end - timedelta(days=_USUAL_DAYS + 1), end


@dataclass(frozen=True, slots=True)
class CatalogName:
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
    that there are more names or properties than are listed. Events before `begins_at` have left the database."""

    events: list[CatalogName]
    properties: list[Property]
    counted_from: datetime
    capped: bool
    begins_at: datetime | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Found:
    """What is gathered: of names and properties one more than are listed, where there are more, and from when on events
    were counted."""

    events: Sequence[CatalogName]
    properties: Sequence[Property]
    counted_from: datetime


def tally(_: CatalogQuestion, scope: Scope, found: Found) -> Catalog:
    """The catalog of as many as are listed."""
    capped = len(found.events) > MOST_NAMES or len(found.properties) > MOST_KEYS
    names, keys = list(found.events[:MOST_NAMES]), list(found.properties[:MOST_KEYS])
    return Catalog(names, keys, found.counted_from, capped, scope.begins_at)


def table(catalog: Catalog) -> Table:
    """The catalog for a spreadsheet: a row for each event, then one for each property."""
    events = [("event", each.name, each.count, each.last_seen_at.isoformat(), None, None) for each in catalog.events]
    properties = [
        ("property", each.name, None, None, ", ".join(each.types), json_text(each.examples))
        for each in catalog.properties
    ]
    return Table(("kind", "name", "count", "lastSeenAt", "types", "examples"), [*events, *properties])


CATALOG = Inquiry(name="catalog", tally=tally)
