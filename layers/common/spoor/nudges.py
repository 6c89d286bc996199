"""Nudges: whoever makes work for rollup says so, so that rollup need not wake a database to see that there is none.

A nudge is a message in a queue that calls nobody. Rollup looks into it at every tick, which costs next to nothing, and
asks the database only where one is there, or where it is time in any case. A nudge says nothing, or from when on it
counts: one that is too early is put back, for SQS itself lets none wait for longer than a quarter of an hour.
"""

import json
import math
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from spoor.settings import setting
from spoor.telemetry import logger

AFTER_EVENTS_S = 60
"""Until a nudge about events can be seen: by then they are surely stored, and more of them may have come."""

EVERY_S = 240.0
"""How often one instance nudges about events at the most: no more seldom than rollup's ticks come."""

LONGEST_S = 900
"""The longest that SQS lets a message wait."""

_WITHIN_S = 1.0
_MOST_AT_ONCE, _ROUNDS = 10, 20
_QUEUE = "NUDGES_URL"
_FROM = "from "
SEAL = "SEAL_NUDGES_URL"
"""Of what says where seal looks, if it is not who is asked here."""
ALERTS = "ALERT_NUDGES_URL"
"""Of what says where the alerts function does."""
_nudged_at: float | None = None


class QueueSilent(Exception):
    """Nobody can tell whether there are nudges; the text says why."""


def is_configured(queue: str = _QUEUE) -> bool:
    """Whether there is a queue for them. Without one rollup works at every tick."""
    return bool(setting(queue, ""))


def nudge(after_s: int = 0, queue: str = _QUEUE) -> None:
    """Ask for a run of rollup, or of seal, in so many seconds at the earliest. It is never worth failing for: what is
    lost waits for the run that comes in any case."""
    if not is_configured(queue):
        return
    try:
        _send("work", after_s, queue)
    except QueueSilent as error:
        logger.warning("rollup was not nudged", reason=str(error))


def nudge_at(at: datetime, now: datetime, queue: str = _QUEUE) -> None:
    """Ask for a run at a time, be it days ahead; as `nudge` does."""
    if not is_configured(queue):
        return
    try:
        _send_at(at, now, queue)
    except QueueSilent as error:
        logger.warning("nobody was nudged", reason=str(error))


def nudge_about_events() -> None:
    """The same for who has stored events, which an instance says once in a while."""
    global _nudged_at
    now = monotonic()
    if _nudged_at is None or now - _nudged_at >= EVERY_S:
        _nudged_at = now
        nudge(AFTER_EVENTS_S)


def take() -> list[str]:
    """The nudges that can be seen now and count, by their receipts; they come again unless they are settled. Of those
    that count later the first goes back into the queue.

    Raises QueueSilent.
    """
    found: list[str] = []
    early: list[str] = []
    now, first = datetime.now(UTC), None
    for _ in range(_ROUNDS):
        answer = _ask("ReceiveMessage", {"QueueUrl": setting(_QUEUE), "MaxNumberOfMessages": _MOST_AT_ONCE})
        messages = answer.get("Messages") or []
        for message in messages:
            at = _counts_from(message.get("Body", ""))
            if at is None or at <= now:
                found.append(message["ReceiptHandle"])
            else:
                early.append(message["ReceiptHandle"])
                first = min(at, first or at)
        if not messages:
            break
    if first is not None:
        if not found:  # a run asks anew for the next one
            _send_at(first, now, _QUEUE)
        settle(early)
    return found


def settle(receipts: Sequence[str]) -> None:
    """Forget nudges whose work is done. One that stays costs another run."""
    for begin in range(0, len(receipts), _MOST_AT_ONCE):
        entries = [
            {"Id": str(place), "ReceiptHandle": receipt}
            for place, receipt in enumerate(receipts[begin : begin + _MOST_AT_ONCE])
        ]
        try:
            _ask("DeleteMessageBatch", {"QueueUrl": setting(_QUEUE), "Entries": entries})
        except QueueSilent as error:
            logger.warning("nudges were not settled", reason=str(error))


def _send(body: str, after_s: int, queue: str) -> None:
    delay_s = min(max(after_s, 0), LONGEST_S)
    _ask("SendMessage", {"QueueUrl": setting(queue), "MessageBody": body, "DelaySeconds": delay_s})


def _send_at(at: datetime, now: datetime, queue: str) -> None:
    _send(f"{_FROM}{at.isoformat()}", math.ceil((at - now).total_seconds()), queue)


def _counts_from(body: str) -> datetime | None:
    """From when on a nudge counts, where it says so."""
    try:
        at = datetime.fromisoformat(body.removeprefix(_FROM)) if body.startswith(_FROM) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _ask(call: str, body: dict[str, Any]) -> dict[str, Any]:
    from http.client import HTTPException

    from spoor.aws.calls import NoCredentials, kind_of, post
    from spoor.aws.sigv4 import CredentialScope
    from spoor.wait_limit import call_within

    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"AmazonSQS.{call}"}
    deadline = monotonic() + _WITHIN_S
    scope = CredentialScope(region, "sqs")
    try:
        status, kind, content = call_within(
            _WITHIN_S, lambda: post(body["QueueUrl"], headers, json.dumps(body), scope, deadline)
        )
        if status != 200:
            raise QueueSilent(kind.partition(":")[0] or f"status {status}")
        answer: dict[str, Any] = json.loads(content or b"{}")
    except NoCredentials:
        raise QueueSilent("no credentials") from None
    except ValueError:
        raise QueueSilent("unreadable answer") from None
    except (OSError, HTTPException) as error:
        raise QueueSilent(kind_of(error)) from None
    return answer
