"""The few calls that ingest makes to SQS, each with a patience that fits into the time a function has left."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any


class QueueAway(Exception):
    """SQS did not take the call; what it would have done may have happened all the same."""


def send(url: str, body: str, attributes: Mapping[str, str] | None = None) -> None:
    """Put one message, with `attributes` of text, on the queue at `url`.

    Raises QueueAway.
    """
    given = {name: {"DataType": "String", "StringValue": value} for name, value in (attributes or {}).items()}
    with _or_away():
        _client().send_message(QueueUrl=url, MessageBody=body, MessageAttributes=given)


def hide(url: str, seconds: Sequence[tuple[str, int]]) -> None:
    """Let received messages, at most ten, come again after so many seconds: pairs of (receipt handle, seconds).

    Raises QueueAway.
    """
    entries = [
        {"Id": str(place), "ReceiptHandle": handle, "VisibilityTimeout": pause}
        for place, (handle, pause) in enumerate(seconds)
    ]
    with _or_away():
        _client().change_message_visibility_batch(QueueUrl=url, Entries=entries)


@contextmanager
def _or_away() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise QueueAway(type(error).__name__) from error


@cache
def _client() -> Any:
    """boto3 is loaded only here, since it costs as much start-up time as the rest of ingest."""
    import boto3
    from botocore.config import Config

    patience = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 2, "mode": "standard"})
    return boto3.client("sqs", config=patience)
