"""How a batch waits in the queue: its events as they were read, and all that storing them later needs.

A message is gzip in base64 around `{v, key, app_id, sender, received_at, sent_at, clean, events}`: `base64 -d | gunzip`
shows it. A single event that is too large for that is in base85, behind _DENSE, and so takes less room. An event has
the fields of TrackedEvent that are set. Where the tracker gave no id of its own, `row_id` is the random one of its row,
made before it waits: a message that is delivered twice must give the same rows.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.events.event import TrackedEvent
from spoor.errors import TooLarge

PACKED = 256 * 1024
"""Bytes up to which several events share a message: what every SQS queue has always taken."""

ALONE = 1020 * 1024
"""Bytes that a single event's message may have: SQS's limit of 1 MiB, less room for attributes. An event of MAX_EVENT
bytes gets into it unless it is noise of more than 64 different characters."""

_DENSE = "85:"  # no letter of base64

_VERSION = 1
_GZIP = 16 + zlib.MAX_WBITS
_FAST = 1


class UnreadableMessage(Exception):
    """This is no message of ours, or one of a version that we do not know."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that waits; `row_ids` has an id for each event, None where the event's own id decides.

    `app_id` is the app that `key` belonged to when the batch was answered, None where nobody could look it up. `sender`
    is whose library it was, by which outcomes are counted.
    """

    key: str
    received_at: datetime
    sent_at: Any
    clean: bool
    events: list[TrackedEvent]
    row_ids: list[str | None]
    app_id: str | None = None
    sender: str | None = None


def write(waiting: Waiting) -> list[str]:
    """The messages of a batch, none over its limit.

    Raises TooLarge when a single event does not fit into one.
    """
    sent_at = waiting.sent_at if type(waiting.sent_at) in (str, int, float) else None  # no other can be a time
    head = {
        "v": _VERSION,
        "key": waiting.key,
        "app_id": waiting.app_id,
        "sender": waiting.sender,
        "received_at": waiting.received_at.isoformat(),
        "sent_at": sent_at,
        "clean": waiting.clean,
    }
    events = [_as_object(*pair) for pair in zip(waiting.events, waiting.row_ids, strict=True)]
    return list(_write(head, events))


def read(text: str) -> Waiting:
    """The batch of a message.

    Raises UnreadableMessage.
    """
    try:
        said = json.loads(zlib.decompress(_unwrap(text), _GZIP).decode("utf-8", "surrogatepass"))
        if said["v"] != _VERSION:
            raise UnreadableMessage(f"version {said['v']}")
        row_ids = [event.pop("row_id", None) for event in said["events"]]
        events = [TrackedEvent(**{**event, "aliases": _as_pairs(event)}) for event in said["events"]]
        received_at = datetime.fromisoformat(said["received_at"])
        app_id, sender = said.get("app_id"), said.get("sender")  # messages that older code wrote have none
        return Waiting(said["key"], received_at, said["sent_at"], said["clean"], events, row_ids, app_id, sender)
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableMessage(f"not a message of ingest: {type(error).__name__}") from error


def _write(head: dict[str, Any], events: Sequence[dict[str, Any]]) -> list[str]:
    text = json.dumps({**head, "events": events}, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST, _GZIP)
    body = base64.b64encode(packed).decode()
    if len(body) > ALONE and len(events) == 1:
        body = _DENSE + base64.b85encode(packed).decode()
    if len(body) <= (PACKED if len(events) > 1 else ALONE):
        return [body]
    if len(events) == 1:
        raise TooLarge("An event is too large for the queue.")
    parts = min(len(events), len(body) // PACKED + 1)
    size = -(-len(events) // parts)
    return [one for at in range(0, len(events), size) for one in _write(head, events[at : at + size])]


def _as_object(event: TrackedEvent, row_id: str | None) -> dict[str, Any]:
    said = {name: value for name in TrackedEvent.__slots__ if (value := getattr(event, name)) not in (None, ())}
    for name in ("time", "age_ms"):  # nobody has refused these, whatever they are
        if name in said and type(said[name]) not in (str, int, float):
            said[name] = False  # cannot be read either, and is JSON
    if row_id:
        said["row_id"] = row_id
    return said


def _unwrap(text: str) -> bytes:
    """Raises ValueError."""
    if text.startswith(_DENSE):
        return base64.b85decode(text[len(_DENSE) :])
    return base64.b64decode(text, validate=True)


def _as_pairs(event: dict[str, Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple((left, right) for left, right in event.get("aliases", ()))
