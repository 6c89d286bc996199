"""Calls a function with what comes into a queue, as Lambda's event source mapping for SQS does.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import json
import threading
from collections.abc import Iterator
from typing import Any

from host.runtime.errors import InvokeError
from host.runtime.pool import Pool
from host.runtime.runtime_api import PAYLOAD_LIMIT
from host.template.bundle import QueueEvent
from host.template.cloudformation import PSEUDO_PARAMETERS

_LONG_POLL = 1  # seconds: how long stopping may take
_PAUSE_S = 1.0  # seconds after a failure, so that it is not repeated all the time


class Poller:
    """Moves messages from the queue at `url` to the function of `pool`, from a thread of its own.

    Visibility, redrive and dead letters are the queue's: what the function does not take is simply not deleted.
    `faults` are what `client` raises where the queue cannot be asked.
    """

    def __init__(
        self, event: QueueEvent, url: str, client: Any, pool: Pool, faults: tuple[type[Exception], ...]
    ) -> None:
        self._faults = faults
        self._event = event
        self._url = url
        self._client = client
        self._pool = pool
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"poller {event.queue}", daemon=True)

    def start(self) -> None:
        """Begin to receive."""
        self._thread.start()

    def stop(self) -> None:
        """Receive no more; a call that runs is not waited for."""
        self._stopped.set()

    def _run(self) -> None:
        told = False
        while not self._stopped.is_set():
            try:
                for batch in _payloads(self._receive()):
                    self._hand_over(batch)
                told = False
            except self._faults as error:
                if not told:
                    self._pool.tell(f"the queue {self._event.queue} can't be read: {error}")
                told = True
                self._stopped.wait(_PAUSE_S)

    def _receive(self) -> list[dict[str, Any]]:
        received = self._client.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self._event.batch, 10),
            WaitTimeSeconds=_LONG_POLL,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return [record_of(message, self._event.queue) for message in received.get("Messages", [])]

    def _hand_over(self, records: list[dict[str, Any]]) -> None:
        try:
            answer = self._pool.invoke(json.dumps({"Records": records}).encode())
        except InvokeError as error:
            self._pool.tell(f"{len(records)} messages of {self._event.queue} stay there: {error}")
            self._stopped.wait(_PAUSE_S)
            return
        done = [record for record in records if record["messageId"] not in self._failed(answer, records)]
        for record in done:
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=record["receiptHandle"])

    def _failed(self, answer: bytes, records: list[dict[str, Any]]) -> set[str]:
        if not self._event.itemised:
            return set()
        sent = {record["messageId"] for record in records}
        failed = failures_of(answer)
        if failed is None or not failed <= sent:
            self._pool.tell("its answer names no messages of this batch: all of them count as failed")
            return sent
        return failed


def record_of(message: dict[str, Any], queue: str) -> dict[str, Any]:
    """A received message as an event's record."""
    region, account = PSEUDO_PARAMETERS["AWS::Region"], PSEUDO_PARAMETERS["AWS::AccountId"]
    given = message.get("MessageAttributes", {})
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {
            name: {"dataType": it["DataType"], "stringValue": it["StringValue"]}
            for name, it in given.items()
            if "StringValue" in it
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{region}:{account}:{queue}",
        "awsRegion": region,
    }


def failures_of(answer: bytes) -> set[str] | None:
    """The ids that an answer reports as failed; None where it is not shaped so, and then all have failed.

    An answer of nothing at all is complete success.
    """
    try:
        said = json.loads(answer) or {}
        failed = {item["itemIdentifier"] for item in said.get("batchItemFailures") or []}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return failed if all(isinstance(one, str) and one for one in failed) else None


def _payloads(records: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The records in batches that Lambda's payload limit allows."""
    batch: list[dict[str, Any]] = []
    size = 0
    for record in records:
        length = len(json.dumps(record)) + 2
        if batch and size + length > PAYLOAD_LIMIT - 64:
            yield batch
            batch, size = [], 0
        batch.append(record)
        size += length
    if batch:
        yield batch
