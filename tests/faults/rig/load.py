"""Clients that send batches through instances and write down everything in a ledger."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.faults.rig.instance import Instance, NoAnswer
from tests.faults.rig.ledger import Ledger
from tests.gateway import call

BATCH = 20
TRIES = 8
_PAUSE = 0.1  # seconds before a retry; Retry-After says 2, which is kinder than a test needs to be
_ONE_IN = 5  # batches with an event that must be rejected


def batch_of(count: int, *, poisoned: bool = False) -> list[dict[str, Any]]:
    """New events that carry their id as a property too, so that the final read does not rely on how ids are made."""
    now = datetime.now(UTC).isoformat()
    ids = [str(uuid4()) for _ in range(count)]
    events: list[dict[str, Any]] = [
        {"id": id_, "name": "ledger", "anonymousId": "device", "occurredAt": now, "properties": {"ledger": id_}}
        for id_ in ids
    ]
    events[0]["userId"] = "ann"  # a link: the statement that also joins visitors is tried as well
    if poisoned:
        events[-1]["name"] = " "
    return events


def send(instance: Instance, key: str, events: Sequence[dict[str, Any]], ledger: Ledger) -> int:
    """Send a batch once, as the ledger's witness; gives the status, 0 where there was no answer."""
    ids = [event["id"] for event in events]
    ledger.intend(ids)
    try:
        reply = call(instance.handle, "POST", "/v1/events", list(events), headers={"authorization": f"Bearer {key}"})
    except NoAnswer:
        ledger.answer(ids, 0, None)
        return 0
    ledger.answer(ids, reply.status, reply.json)
    return reply.status


class Load:
    """A client for each instance, sending until `stop`; a batch is sent again until it is acknowledged."""

    def __init__(self, instances: Sequence[Instance], key: str, folder: Path) -> None:
        self.ledger = Ledger(folder)
        self.failure: BaseException | None = None
        self._key = key
        self._stopping = threading.Event()
        self._acks = 0
        self._threads = [threading.Thread(target=self._run, args=(each,), daemon=True) for each in instances]
        for thread in self._threads:
            thread.start()

    def wait_for_acks(self, more: int, seconds: float) -> bool:
        """Whether `more` batches are acknowledged within `seconds` from now."""
        target = self._acks + more
        deadline = time.monotonic() + seconds
        while self._acks < target and time.monotonic() < deadline and not self.failure:
            time.sleep(0.01)
        return self._acks >= target

    def stop(self) -> None:
        """Let every client finish its batch, and see them out."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a client hangs"
        self.ledger.close()
        if self.failure:
            raise self.failure

    def _run(self, instance: Instance) -> None:
        try:
            number = 0
            while not self._stopping.is_set():
                number += 1
                self._deliver(instance, batch_of(BATCH, poisoned=number % _ONE_IN == 0))
        except BaseException as error:  # handed to the test by `stop`, which would else not learn of it
            self.failure = error

    def _deliver(self, instance: Instance, events: Sequence[dict[str, Any]]) -> None:
        for attempt in range(TRIES):
            if send(instance, self._key, events, self.ledger) == 200:
                self._acks += 1
                return
            if attempt and self._stopping.is_set():
                return
            time.sleep(_PAUSE)
