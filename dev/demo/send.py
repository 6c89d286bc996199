"""Sends events to ingest in batches, each until it has a receipt."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dev.demo.site import Answer, Site, Unreachable

BATCH = 1000
_TRIES = 8
_LONGEST_WAIT_S = 10.0
_WORTH_ANOTHER_TRY = {429, 500, 502, 503, 504}


class NotTaken(Exception):
    """Ingest refused a batch, or could not be had for it; the message says how far we came."""


@dataclass(slots=True)
class Tally:
    """What became of the events so far; `rejected` counts by code."""

    total: int
    accepted: int = 0
    duplicates: int = 0
    rejected: dict[str, int] = field(default_factory=dict)

    @property
    def sent(self) -> int:
        """How many have a receipt."""
        return self.accepted + self.duplicates + sum(self.rejected.values())

    def add(self, receipt: dict[str, Any]) -> None:
        """Add the receipt of a batch."""
        self.accepted += receipt["accepted"]
        self.duplicates += receipt["duplicates"]
        for one in receipt["rejected"]:
            self.rejected[one["code"]] = self.rejected.get(one["code"], 0) + 1


def send(
    ingest: Site,
    key: str,
    events: Sequence[dict[str, Any]],
    show: Callable[[Tally], None],
    wait: Callable[[float], None] = time.sleep,
) -> Tally:
    """Send `events`; `show` sees the tally after each batch.

    A batch without a receipt is sent again: every event has an id, so nothing is stored twice. Raises NotTaken.
    """
    tally = Tally(len(events))
    for start in range(0, len(events), BATCH):
        tally.add(_receipt(ingest, key, events[start : start + BATCH], tally, wait))
        show(tally)
    return tally


def _receipt(
    ingest: Site, key: str, batch: Sequence[dict[str, Any]], tally: Tally, wait: Callable[[float], None]
) -> dict[str, Any]:
    pause = 0.5
    for left in reversed(range(_TRIES)):
        answer = _post(ingest, key, batch)
        body = answer.body if answer and isinstance(answer.body, dict) else {}
        if "accepted" in body:
            return body
        if answer and answer.status not in _WORTH_ANOTHER_TRY:
            said = body.get("message", "is that the address of ingest?")
            raise NotTaken(f"Ingest at {ingest.url} refused a batch: {said} (HTTP {answer.status}).")
        if left:
            wait(min(_LONGEST_WAIT_S, max(pause, (answer.retry_after if answer else None) or 0)))
            pause *= 2
    raise NotTaken(
        f"Ingest at {ingest.url} cannot be had; {tally.sent} of {tally.total} events are stored. "
        "Run the same command again when it answers: nothing is stored twice."
    )


def _post(ingest: Site, key: str, batch: Sequence[dict[str, Any]]) -> Answer | None:
    """The answer, or None where there was none."""
    try:
        return ingest.ask("POST", "/v1/events", {"events": batch}, {"authorization": f"Bearer {key}"})
    except Unreachable:
        return None
