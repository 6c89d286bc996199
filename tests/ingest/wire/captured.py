"""Real trackers' requests, sent again byte for byte, and the rows they must end in."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ingest.app import handler
from ingest.enrich.page import CAMPAIGN, CLICK_IDS
from ingest.events.moment import SKEW_TOLERANCE
from tests.gateway import Reply, call
from tests.people import Direct, stored

_CAPTURES = Path(__file__).parents[2] / "data" / "captures"

ADDED = (
    CAMPAIGN
    | CLICK_IDS
    | {
        "$browser",
        "$browser_version",
        "$os",
        "$device_type",
        "$bot",
        "$host",
        "$pathname",
        "$referring_domain",
        "$source",
        "$channel",
        "$visitor_of_day",
        "$country",
        "$sent_occurred_at",
        "$anonymous_id",
    }
)
"""Properties that Spoor itself may add to any event."""


@dataclass(frozen=True)
class Meant:
    """An event as its tracker meant it: `occurred_at` by the clock that said `sent_at`.

    A row has these properties and no others but those of ADDED, and of `extra`, which a test does not spell out.
    """

    name: str
    anonymous_id: str | None
    properties: Mapping[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None
    sent_at: datetime | None = None
    extra: frozenset[str] = frozenset()

    def is_told_by(self, row: Mapping[str, Any], first: datetime, last: datetime) -> bool:
        """Whether `row` is this event, received between `first` and `last`."""
        said = {key: value for key, value in self.properties.items() if value is not None}
        told = {key: value for key, value in row["properties"].items() if key in said or key not in ADDED | self.extra}
        return (row["name"], row["anonymous_id"], told) == (self.name, self.anonymous_id, said) and (
            self._earliest(first) <= row["occurred_at"] <= self._earliest(last)
        )

    def _earliest(self, received_at: datetime) -> datetime:
        if self.occurred_at is None:
            return received_at
        skew = received_at - self.sent_at if self.sent_at else timedelta(0)
        return self.occurred_at + (skew if abs(skew) > SKEW_TOLERANCE else timedelta(0))


def requests_of(capture: str) -> list[dict[str, Any]]:
    """The captured requests, without the browser's own preflights."""
    requests = json.loads((_CAPTURES / f"{capture}.json").read_text())["requests"]
    return [one for one in requests if one["method"] != "OPTIONS"]


def replay(request: Mapping[str, Any]) -> Reply:
    """Send a captured request again, as the gateway hands on bytes."""
    headers = {name.lower(): value for name, value in request["headers"].items()}
    body = base64.b64decode(request["body_base64"] or "")
    return call(handler, request["method"], request["path"], body, headers=headers, query=urlencode(request["query"]))


def check_rows(database: Direct, app: str, meant: Iterable[Meant], first: datetime, last: datetime) -> None:
    """Assert that the app's rows are those that are meant, each once, received between `first` and `last`."""
    rows = stored(database, app)
    for one in meant:
        told = next((row for row in rows if one.is_told_by(row, first, last)), None)
        assert told is not None, (one, [row for row in rows if row["name"] == one.name])
        rows.remove(told)
    assert rows == []


def people_of(database: Direct, app: str) -> set[str]:
    """The visitors of the app's events."""
    rows = database.execute(
        "SELECT DISTINCT coalesce(visitor_id, e.anonymous_id) AS visitor FROM public.events e"
        " LEFT JOIN spoor.identities i ON i.app_id = e.app_id AND i.anonymous_id = e.anonymous_id"
        " WHERE e.app_id = %s AND e.anonymous_id IS NOT NULL",
        [app],
    ).fetchall()
    return {row["visitor"] for row in rows}


def at(time: str | float | None) -> datetime | None:
    """A time as trackers write it: ISO 8601, or seconds."""
    if time is None:
        return None
    return datetime.fromisoformat(time) if isinstance(time, str) else datetime.fromtimestamp(time, UTC)
