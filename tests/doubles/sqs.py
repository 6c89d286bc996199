"""SQS for tests: moto's server, with the queues that the template describes."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer
from moto.sqs.models import sqs_backends

from host.services.poller import record_of
from host.services.queues import Queues, client_of
from host.template.cloudformation import PSEUDO_PARAMETERS
from host.template.sam import read

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
WAITING, DEAD = "WaitingEvents", "DeadEvents"


@contextmanager
def serve() -> Iterator[str]:
    """A server; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


class Sqs:
    """The template's queues, empty, on the server at `endpoint`."""

    def __init__(self, endpoint: str) -> None:
        urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
        self.endpoint = endpoint
        self.client: Any = client_of(endpoint)
        self.urls = Queues(endpoint, read(TEMPLATE).queues).urls

    def count(self, queue: str) -> int:
        """How many messages are in a queue, hidden ones too."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.client.get_queue_attributes(QueueUrl=self.urls[queue], AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def receive(self, queue: str = WAITING) -> list[dict[str, Any]]:
        """Up to ten messages as the records of an event; hidden from now on, as the queue says."""
        received = self.client.receive_message(
            QueueUrl=self.urls[queue],
            MaxNumberOfMessages=10,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return [record_of(message, queue) for message in received.get("Messages", [])]

    def delete(self, records: list[dict[str, Any]]) -> None:
        """Take received messages out of the waiting ones."""
        for record in records:
            self.client.delete_message(QueueUrl=self.urls[WAITING], ReceiptHandle=record["receiptHandle"])

    def seconds_hidden(self, record: dict[str, Any]) -> float:
        """For how long a received message is hidden, by moto's own books: SQS itself does not tell."""
        messages = sqs_backends[PSEUDO_PARAMETERS["AWS::AccountId"]]["us-east-1"].queues[WAITING]._messages
        [visible_at] = [message.visible_at for message in messages if message.id == record["messageId"]]
        return float(visible_at) / 1000 - time.time()

    def pass_time(self, records: list[dict[str, Any]]) -> None:
        """Let received messages be visible again."""
        for record in records:
            self.client.change_message_visibility(
                QueueUrl=self.urls[WAITING], ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
            )
