"""The queues of a template: read from it, and made wherever AWS_ENDPOINT_URL speaks SQS."""

import json
from collections.abc import Mapping
from typing import Any

from host.runtime.pool import Pool
from host.services.poller import Poller
from host.template.bundle import Queue, QueueEvent

_ATTRIBUTES = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "MaximumMessageSize",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
)


class QueuesFailed(Exception):
    """What AWS_ENDPOINT_URL names makes no queues."""


class QueueUrl(str):
    """What a `Ref` to a queue gives: its address, which stands under the queue's logical id until it is made."""


def queue_names(resources: Mapping[str, Any]) -> list[str]:
    """The logical ids of the queues."""
    return [name for name, it in resources.items() if it.get("Type") == "AWS::SQS::Queue"]


def read_queues(resources: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Queue]:
    """The queues among resolved and raw resources, by logical id."""
    return {name: _queue(name, resources[name], raw) for name in queue_names(resources)}


def read_events(function: Mapping[str, Any], raw: Mapping[str, Any]) -> tuple[QueueEvent, ...]:
    """The queues that call a function whose resolved and raw properties these are."""
    found = []
    for key, event in (function.get("Events") or {}).items():
        if event.get("Type") == "SQS" and (event["Properties"].get("Enabled", True) is not False):
            it = event["Properties"]
            queue = _named_by(raw["Events"][key]["Properties"]["Queue"])
            itemised = "ReportBatchItemFailures" in (it.get("FunctionResponseTypes") or [])
            found.append(QueueEvent(queue, int(it.get("BatchSize", 10)), itemised))
    return tuple(found)


class Queues:
    """A template's queues, made at `endpoint` where they are not there yet; `urls` has their addresses by logical id.

    Raises QueuesFailed.
    """

    def __init__(self, endpoint: str, queues: Mapping[str, Queue]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        self._client = client_of(endpoint)
        try:
            self.urls = _make(queues, self._client)
        except (BotoCoreError, ClientError) as error:
            raise QueuesFailed(f"No queues can be made at AWS_ENDPOINT_URL {endpoint}: {error}") from error

    def poller(self, event: QueueEvent, pool: Pool) -> Poller:
        """What brings an event's messages to the function of `pool`."""
        from botocore.exceptions import BotoCoreError, ClientError

        return Poller(event, self.urls[event.queue], self._client, pool, (BotoCoreError, ClientError))


def client_of(endpoint: str) -> Any:
    """A client of the SQS at `endpoint`, with credentials that are good for nothing elsewhere."""
    import boto3  # most local stacks have no queue, and it takes a while to load
    from botocore.config import Config

    nobody = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
    patience = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})
    return boto3.client("sqs", endpoint_url=endpoint, config=patience, **nobody)


def _make(queues: Mapping[str, Queue], client: Any) -> dict[str, str]:
    urls: dict[str, str] = {}
    for queue in sorted(queues.values(), key=lambda queue: queue.dead_letters is not None):  # theirs come first
        attributes = dict(queue.attributes)
        if queue.dead_letters:
            target = client.get_queue_attributes(QueueUrl=urls[queue.dead_letters], AttributeNames=["QueueArn"])
            policy = {"deadLetterTargetArn": target["Attributes"]["QueueArn"], "maxReceiveCount": queue.max_receives}
            attributes["RedrivePolicy"] = json.dumps(policy)
        urls[queue.name] = client.create_queue(QueueName=queue.name, Attributes=attributes)["QueueUrl"]
    return urls


def _queue(name: str, it: Mapping[str, Any], raw: Mapping[str, Any]) -> Queue:
    properties = it.get("Properties") or {}
    attributes = {key: str(properties[key]) for key in _ATTRIBUTES if key in properties}
    redrive = properties.get("RedrivePolicy")
    if not redrive:
        return Queue(name, attributes)
    target = _named_by(raw[name]["Properties"]["RedrivePolicy"]["deadLetterTargetArn"])
    return Queue(name, attributes, target, int(redrive["maxReceiveCount"]))


def _named_by(arn: Any) -> str:
    """The logical id in `!GetAtt Queue.Arn`. Raises TypeError where it is anything else."""
    return str(arn["Fn::GetAtt"][0])
