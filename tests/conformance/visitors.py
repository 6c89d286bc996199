"""An app of which one asks who its visitors are, through the doors that everybody has: ingest's and the query API's."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode
from uuid import uuid4

from ingest.app import handler as ingest
from query.app import handler as query
from tests.conformance.doors import Sending
from tests.gateway import call
from tests.people import Direct, track

Labels = frozenset[str]
_RANGE = {"from": "2026-02-01", "to": (datetime.now(UTC) + timedelta(days=2)).date().isoformat()}
RANGE = urlencode(_RANGE)
"""From before the corpus until after now: some trackers say no time."""


class App:
    """A new app of Ann's, with `settings`."""

    def __init__(self, database: Direct, settings: Mapping[str, Any] | None = None) -> None:
        self.key = f"spk_{uuid4().hex}"
        self.id = track(database, "ann", self.key)
        if settings:
            self.ask("PATCH", "settings", settings)

    def send(self, sending: Sending) -> Any:
        """Send a request; gives the receipt's JSON, where there is one."""
        reply = call(ingest, "POST", sending.path, sending.body, headers=sending.headers, query=sending.query)
        assert reply.status in (200, 204), reply.text
        return json.loads(reply.text) if reply.text.startswith("{") else None

    def send_as_written(self, sent: Mapping[str, Any]) -> Any:
        """Send a request of the corpus: KEY stands for the app's key."""
        filled = json.loads(json.dumps(sent).replace("KEY", self.key))
        return self.send(Sending(filled["path"], filled["body"], filled.get("headers", {}), filled.get("query", "")))

    def ask(self, method: str, path: str, body: object = None, status: int | None = None) -> Any:
        """Ask the query API about the app."""
        address, _, query_string = path.partition("?")
        whole = unquote(f"/api/apps/{self.id}/{address}")
        reply = call(query, method, whole, body, user_id="ann", query=query_string)
        assert reply.status == status if status else reply.status < 300, (reply.status, reply.text)
        return json.loads(reply.text) if reply.text else None

    def visitors_counted(self) -> int:
        """How many the trends report counts."""
        series = [{"event": None, "measure": "visitors"}]
        answer = self.ask("POST", "reports/trends", {**_RANGE, "interval": "month", "series": series})
        return int(answer["series"][0]["total"])

    def converted(self, first: str, then: str) -> int:
        """How many visitors did `first`, and `then` after it."""
        steps = [
            {"event": None, "filters": [{"property": "said", "operator": "is", "value": each}]}
            for each in (first, then)
        ]
        return int(self.ask("POST", "reports/funnel", {**_RANGE, "steps": steps})["converted"])

    def whose(self) -> dict[str, str | None]:
        """The id that each event counts for, by the event's label."""
        events = self.ask("GET", f"events?{RANGE}&limit=1000")["events"]
        return {label(event): event["anonymousId"] for event in events}

    def timeline(self, one: str) -> tuple[frozenset[str], Labels]:
        """All ids of the visitor whom an id belongs to, and their events."""
        page = self.ask("GET", f"visitors/{quote(one, safe='')}?{RANGE}&limit=1000")
        return frozenset(page["ids"]), frozenset(label(event) for event in page["events"])

    def exported(self, one: str) -> Labels:
        """The events that an export of the visitor holds."""
        path = f"/api/apps/{self.id}/export"
        reply = call(query, "GET", path, user_id="ann", query=f"visitorId={quote(one, safe='')}")
        assert reply.status == 200, reply.text
        return frozenset(label(json.loads(line)) for line in reply.text.splitlines())

    def parted(self) -> tuple[set[Labels], set[str]]:
        """The labels of all events, parted into visitors, and of those that belong to nobody."""
        whose = self.whose()
        ids = {one for one in whose.values() if one is not None}
        return {self.timeline(one)[1] for one in ids}, {name for name, one in whose.items() if one is None}

    def merge(self, one: str, other: str) -> None:
        """The owner makes two known users one."""
        self.ask("POST", f"visitors/{quote(one, safe='')}/merges", {"visitorId": other})

    def take_merge_back(self, one: str, other: str) -> None:
        """The owner takes a merge of the two back."""
        self.ask("DELETE", f"visitors/{quote(one, safe='')}/merges?visitorId={quote(other, safe='')}")


def label(event: Mapping[str, Any]) -> str:
    """What a case calls an event."""
    return str((event["properties"] or {}).get("said", event["name"]))
