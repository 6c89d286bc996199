"""The calls of SQS that functions make, over the store: at an address of the loopback for them, as a client for us.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html, JSON protocol.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from host.http.message import Request, Response
from host.http.server import Manners, Server
from host.queue.store import Full, QueueStore, Received

_BODY_LIMIT = 2 * 1024 * 1024
_TARGET = "AmazonSQS."
FAULTS = (sqlite3.Error,)
"""What the client raises where its disk fails."""


class Refusal(Exception):
    """A call that SQS would refuse; the text is AWS's word for it."""


class LocalSqs:
    """SQS's words for a store. Methods are named as boto3's are, take its arguments and give its answers.

    `urls` are the queues' addresses, with a word in them that nobody can guess: who may use a queue knows its address.
    """

    def __init__(self, store: QueueStore) -> None:
        self._store = store
        self._word = secrets.token_urlsafe(24)
        self._server = Server(0, self._answer, Manners(_BODY_LIMIT, _refuse))
        self._server.start()
        self.urls = {name: f"{self.endpoint}/{self._word}/{name}" for name in store.names}
        self._calls: dict[str, Callable[..., dict[str, Any]]] = {
            "SendMessage": self.send_message,
            "ReceiveMessage": self.receive_message,
            "DeleteMessage": self.delete_message,
            "DeleteMessageBatch": self.delete_message_batch,
            "ChangeMessageVisibilityBatch": self.change_message_visibility_batch,
        }

    @property
    def endpoint(self) -> str:
        """Where clients find SQS."""
        return f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        """Take no more calls."""
        self._server.close()

    def send_message(
        self,
        QueueUrl: str,  # noqa: N803 - AWS's names
        MessageBody: str,  # noqa: N803 - AWS's names
        DelaySeconds: int = 0,  # noqa: N803 - AWS's names
        MessageAttributes: Mapping[str, Any] | None = None,  # noqa: N803 - AWS's names
    ) -> dict[str, Any]:
        """Keep a message."""
        attributes = {name: str(it["StringValue"]) for name, it in (MessageAttributes or {}).items()}
        id_ = self._store.send(self._name(QueueUrl), MessageBody, attributes, DelaySeconds)
        return {"MessageId": id_, "MD5OfMessageBody": _md5(MessageBody)}

    def receive_message(
        self,
        QueueUrl: str,  # noqa: N803 - AWS's names
        MaxNumberOfMessages: int = 1,  # noqa: N803 - AWS's names
        WaitTimeSeconds: float = 0,  # noqa: N803 - AWS's names
        **_: Any,
    ) -> dict[str, Any]:
        """What can be seen."""
        found = self._store.receive(self._name(QueueUrl), MaxNumberOfMessages, WaitTimeSeconds)
        return {"Messages": [_message(one) for one in found]}

    def delete_message(self, QueueUrl: str, ReceiptHandle: str) -> dict[str, Any]:  # noqa: N803 - AWS's names
        """Forget a message."""
        self._store.delete(self._name(QueueUrl), ReceiptHandle)
        return {}

    def delete_message_batch(self, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803 - AWS's names
        """Forget several."""
        for entry in Entries:
            self._store.delete(self._name(QueueUrl), entry["ReceiptHandle"])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries], "Failed": []}

    def change_message_visibility_batch(self, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803 - AWS's
        """Say when received messages are to come again."""
        for entry in Entries:
            self._store.hide(self._name(QueueUrl), entry["ReceiptHandle"], entry["VisibilityTimeout"])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries], "Failed": []}

    def _name(self, url: str) -> str:
        _, _, rest = url.partition("://")
        _, word, name, *_ = [*rest.split("/"), "", "", ""]
        if not secrets.compare_digest(word.encode(), self._word.encode()) or name not in self.urls:
            raise Refusal("QueueDoesNotExist")
        return name

    def _answer(self, request: Request) -> Response:
        call = self._calls.get((request.header("x-amz-target") or "").removeprefix(_TARGET))
        if call is None or request.method != "POST":
            return _fault(400, "InvalidAction")
        try:
            return _json(200, call(**json.loads(request.body)))
        except Refusal as error:
            return _fault(400, str(error))
        except (ValueError, TypeError, LookupError):
            return _fault(400, "InvalidParameterValue")
        except Full:
            return _fault(503, "OverLimit")
        except FAULTS:
            return _fault(503, "ServiceUnavailable")


def _message(one: Received) -> dict[str, Any]:
    attributes = {name: {"StringValue": value, "DataType": "String"} for name, value in one.attributes.items()}
    return {
        "MessageId": one.id,
        "ReceiptHandle": one.handle,
        "Body": one.body,
        "MD5OfBody": _md5(one.body),
        "Attributes": {
            "ApproximateReceiveCount": str(one.receives),
            "SentTimestamp": str(int(one.sent_at * 1000)),
        },
        "MessageAttributes": attributes,
    }


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _refuse(status: int) -> Response:
    return _fault(status, "InvalidRequest")


def _fault(status: int, kind: str) -> Response:
    return _json(status, {"__type": f"com.amazonaws.sqs#{kind}", "message": kind}, ("x-amzn-errortype", kind))


def _json(status: int, body: Mapping[str, Any], *headers: tuple[str, str]) -> Response:
    return Response(status, [("content-type", "application/x-amz-json-1.0"), *headers], json.dumps(body).encode())
