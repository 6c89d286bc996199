"""Segment's and RudderStack's warehouse: rows of event tables, as JSON lines or CSV; the file is named as its table."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.events.event import RefusedEvent
from ingest.history.formats.segment import given_of
from ingest.history.formats.shape import GivenEvent, Skipped, Wishes, object_of
from ingest.history.formats.texts import opened, value_of
from ingest.history.records.record import ExportRecord
from ingest.wire.shared.extras import SEGMENT_CONTEXT

_KINDS = {"pages": "page", "screens": "screen", "identifies": "identify", "groups": "group", "aliases": "alias"}
_STATES = frozenset({"users", "accounts"})
_FIELDS = {
    "id": "messageId",
    "anonymous_id": "anonymousId",
    "user_id": "userId",
    "timestamp": "timestamp",
    "original_timestamp": "originalTimestamp",
    "sent_at": "sentAt",
    "received_at": "receivedAt",
    "previous_id": "previousId",
    "group_id": "groupId",
}
_LOADING = frozenset({"uuid", "uuid_ts", "loaded_at", "context_ip", "event", "event_text", "channel"})
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Warehouse:
    """A row is a call again; what was nested lies beside it by now, and stays there."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        """Nothing is to be wished."""

    def take(self, record: ExportRecord) -> GivenEvent | Skipped:
        """Raises RefusedEvent."""
        row = object_of(record)
        table = re.split("[_-]", record.table)[-1]  # a schema's or a source's name may stand before it
        if table in _STATES:
            return Skipped("STATE")
        kind = "track" if "event" in row or "event_text" in row else _KINDS.get(table, "track")
        call: dict[str, Any] = {"type": kind, "context": {}}
        own: dict[str, Any] = {}
        for column, value in row.items():
            if value is None or value == "":
                continue
            if field := _FIELDS.get(column):
                call[field] = value
            elif place := _CONTEXT.get(column):
                inside = call["context"]
                for key in place[:-1]:
                    inside = inside.setdefault(key, {})
                inside[place[-1]] = value
            elif column not in _LOADING and not column.startswith("context_"):
                own[column] = opened(value_of(value))
        if kind == "track":
            call["event"] = row.get("event_text") or row.get("event")
            if not call["event"]:
                raise RefusedEvent("INVALID_NAME", "A row has no `event`: name the file as its table (pages.csv).")
        elif kind in ("page", "screen") and "name" in own:
            call["name"] = own.pop("name")
        call["traits" if kind in ("identify", "group") else "properties"] = own
        return given_of(call)


def _flat(names: Any, place: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, inner in names.items():
        if isinstance(inner, dict):
            yield from _flat(inner, (*place, key))
        elif inner is not None:
            yield "_".join(("context", *(_CAPITAL.sub("_", part).lower() for part in (*place, key)))), (*place, key)


_CONTEXT = dict(_flat(SEGMENT_CONTEXT, ()))
"""Columns that were part of `context`, and where they stood there."""
