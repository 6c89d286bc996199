"""Copies of a batch that arrive at the same time, as retries and reloaded pages send them, become one."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, Rig
from tests.gateway import Reply, call

ROUNDS = 6
MOST = 8
SIZE, MOST_ROUNDS = 2000, 60
"""Rows of a batch without an order, and how often two such copies are tried."""

Order = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def eight(crew_of_all: list[Instance], instances: Instances) -> list[Instance]:
    """As many instances as copies."""
    return [*crew_of_all, *instances.start(MOST - len(crew_of_all))]


def as_it_is(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The batch as it was made."""
    return events


def reversed_(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Last event first."""
    return events[::-1]


def shuffled(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In any order."""
    return random.sample(events, len(events))


def send_at_once(instances: list[Instance], batches: list[list[dict[str, Any]]]) -> list[Reply]:
    """Send each batch through an instance of its own, all at the same moment."""
    replies: list[Reply] = []
    start = threading.Barrier(len(batches))

    def send(instance: Instance, batch: list[dict[str, Any]]) -> None:
        start.wait(10)
        replies.append(call(instance.handle, "POST", "/v1/events", batch, headers={"authorization": f"Bearer {KEY}"}))

    threads = [threading.Thread(target=send, args=both, daemon=True) for both in zip(instances, batches, strict=False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(replies) == len(batches), "an instance gave no answer"
    return replies


@pytest.mark.parametrize(
    ("size", "copies", "order"),
    [
        (1, MOST, as_it_is),
        (200, 2, as_it_is),
        (200, 2, reversed_),
        (200, 4, shuffled),
        (200, MOST, as_it_is),
        (200, MOST, reversed_),
        (200, MOST, shuffled),
    ],
)
def test_of_many_copies_at_once_every_event_is_accepted_by_one(
    size: int, copies: int, order: Order, rig: Rig, eight: list[Instance], instances: Instances
) -> None:
    deadlocks, logged = rig.deadlocks(), len(instances.log())
    sent: set[str] = set()
    for _ in range(ROUNDS):
        batch = batch_of(size)
        for at, event in enumerate(batch):
            event["userId"] = f"visitor {at % 7}"  # links, which are rows that all copies write
        sent |= {event["id"] for event in batch}
        replies = send_at_once(eight, [order(batch) if at % 2 else batch for at in range(copies)])
        assert {reply.status for reply in replies} == {200}
        assert sum(reply.json["accepted"] for reply in replies) == size
        assert sum(reply.json["duplicates"] for reply in replies) == size * (copies - 1)
    assert rig.stored() == dict.fromkeys(sent, 1)
    assert rig.deadlocks() == deadlocks
    assert not [line for line in instances.log()[logged:] if "discarded" in line]


UNSORTED = """
    INSERT INTO public.events (id, app_id, name, occurred_at)
    SELECT id, %(app_id)s, 'unsorted', now() FROM unnest(%(ids)s::uuid[]) AS given (id)
    ON CONFLICT (id) DO NOTHING
"""


def test_copies_whose_rows_are_not_sorted_deadlock(rig: Rig) -> None:
    """The negative control: the statement's order is what keeps copies from waiting for each other."""
    before = rig.deadlocks()

    def insert(ids: list[str], start: threading.Barrier) -> None:
        with rig.direct() as connection, suppress(psycopg.errors.DeadlockDetected):
            connection.execute("SET deadlock_timeout = '20ms'")
            start.wait(10)
            connection.execute(UNSORTED, {"app_id": rig.app_id, "ids": ids})

    for _ in range(MOST_ROUNDS):
        ids, start = [str(uuid4()) for _ in range(SIZE)], threading.Barrier(2)
        threads = [threading.Thread(target=insert, args=(order, start), daemon=True) for order in (ids, ids[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        if rig.deadlocks() > before:
            return
    raise AssertionError("no deadlock: what holds without an order proves nothing of the order")
