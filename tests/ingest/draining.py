"""Drain, called as the queue calls it."""

from typing import Any

from ingest import drain
from tests.doubles.sqs import Sqs
from tests.gateway import Context


class Time(Context):
    """A context with so many milliseconds left."""

    def __init__(self, left: int = 29_000) -> None:
        self.left = left

    def get_remaining_time_in_millis(self) -> int:
        return self.left


def run(records: list[dict[str, Any]], context: Context | None = None) -> list[str]:
    """Call drain as the event source mapping does; gives the messages that it reports."""
    answer = drain.handler({"Records": records}, context or Time())
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]]


def empty(queues: Sqs) -> None:
    """Have drain store everything that waits."""
    while records := queues.receive():
        assert run(records) == []
        queues.delete(records)
