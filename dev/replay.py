"""`python -m dev.replay`: the command behind `make replay`, which sends dead messages again after a fix."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

_HIDDEN = 900  # seconds for which what was only looked at stays hidden, unless it is given back sooner
_EPILOG = """\
A message leaves the first queue only after it is in the second, so this can be stopped and repeated at any time; drain
stores a message that comes twice once. Messages that die while this runs are left for the next run.

Credentials and region are those of boto3 (AWS_PROFILE, AWS_REGION, ...); AWS_ENDPOINT_URL names another SQS than AWS's.
"""


def main() -> int:
    """Move the messages, or only list them; 1 when a queue can't be used."""
    from botocore.exceptions import BotoCoreError, ClientError

    parser = argparse.ArgumentParser(
        prog="python -m dev.replay",
        description="Send the messages of a dead-letter queue to the queue that they came from.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("dead", help="URL of the dead-letter queue (the stack's output DeadLetterQueueUrl)")
    parser.add_argument("target", help="URL of the queue to send to (the stack's output IngestQueueUrl)")
    parser.add_argument("--dry-run", action="store_true", help="list the messages and leave them where they are")
    parser.add_argument("--limit", type=int, metavar="N", help="stop after N messages")
    given = parser.parse_args()
    try:
        replay(_client(), given.dead, given.target, dry_run=given.dry_run, limit=given.limit)
    except (BotoCoreError, ClientError) as error:
        print(f"A queue can't be used: {error}", file=sys.stderr)
        return 1
    return 0


def replay(client: Any, dead: str, target: str, *, dry_run: bool = False, limit: int | None = None) -> int:
    """Move the messages that are in `dead` now to `target`, a line for each; gives how many.

    With `dry_run` they are listed and stay. Raises botocore's errors.
    """
    moved = 0
    kept: list[str] = []
    waiting = _count(client, dead)
    print(f"{waiting} messages wait in {dead}")
    for message in _messages(client, dead, kept):
        if limit is not None and moved >= limit:
            kept.append(message["ReceiptHandle"])
            break
        if dry_run:
            kept.append(message["ReceiptHandle"])
        else:
            client.send_message(QueueUrl=target, MessageBody=message["Body"])
            client.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
        moved += 1
        print(f"{moved} of {waiting}: {_line(message)}", flush=True)
    for handle in kept:
        client.change_message_visibility(QueueUrl=dead, ReceiptHandle=handle, VisibilityTimeout=0)
    print(f"{moved} {'would be sent' if dry_run else 'sent'} to {target}")
    return moved


def _client() -> Any:
    import boto3

    return boto3.client("sqs", region_name=os.environ.get("AWS_REGION") or None)


def _messages(client: Any, queue: str, younger: list[str]) -> Iterator[dict[str, Any]]:
    """The messages that are in a queue now, each once; the handles of those that came since go to `younger`."""
    began = time.time()
    seen: set[str] = set()
    while True:
        received = client.receive_message(
            QueueUrl=queue,
            MaxNumberOfMessages=1,
            VisibilityTimeout=_HIDDEN,
            WaitTimeSeconds=2,
            AttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        if not received.get("Messages"):
            return
        [message] = received["Messages"]
        if message["MessageId"] in seen:
            return
        seen.add(message["MessageId"])
        if int(message["Attributes"]["SentTimestamp"]) / 1000 > began:
            younger.append(message["ReceiptHandle"])
        else:
            yield message


def _count(client: Any, queue: str) -> int:
    name = "ApproximateNumberOfMessages"
    return int(client.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"][name])


def _line(message: dict[str, Any]) -> str:
    said = {name: it["StringValue"] for name, it in message.get("MessageAttributes", {}).items()}
    sent = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(int(message["Attributes"]["SentTimestamp"]) / 1000))
    reason = said.get("reason", "no reason given: it was received too often")
    return f"{said.get('message_id', message['MessageId'])} of {sent}, {len(message['Body'])} bytes: {reason}"


if __name__ == "__main__":
    sys.exit(main())
