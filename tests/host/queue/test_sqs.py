"""The queues of a host, spoken to by boto3 as by functions: what was taken in is there until it is deleted."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from host.queue.sqs import LocalSqs
from host.queue.store import Full, QueueStore, Rules
from host.services.queues import client_of

RULES = {"Waiting": Rules(60, "Dead", 2), "Dead": Rules(60)}
WRITER = """
import sys
from pathlib import Path
from host.queue.store import QueueStore, Rules
store = QueueStore(Path(sys.argv[1]), {"Waiting": Rules(60)}, 10**9)
for number in range(10**6):
    store.send("Waiting", str(number), {})
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[QueueStore]:
    """Two queues in a file."""
    found = QueueStore(tmp_path / "queue.sqlite", RULES, 10_000)
    yield found
    found.close()


@pytest.fixture
def sqs(store: QueueStore) -> Iterator[LocalSqs]:
    """SQS before them."""
    found = LocalSqs(store)
    yield found
    found.close()


@pytest.fixture
def client(sqs: LocalSqs) -> Any:
    """boto3's client of it."""
    return client_of(sqs.endpoint)


def test_messages_are_hidden_when_received_come_again_and_end_among_the_dead(
    client: Any, sqs: LocalSqs, store: QueueStore
) -> None:
    url = sqs.urls["Waiting"]
    given = {"reason": {"DataType": "String", "StringValue": "because"}}
    sent = client.send_message(QueueUrl=url, MessageBody="é\U0001f600", MessageAttributes=given)
    client.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=100)
    [found] = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert (found["MessageId"], found["Body"]) == (sent["MessageId"], "é\U0001f600")
    assert found["MessageAttributes"] == given
    assert found["Attributes"]["ApproximateReceiveCount"] == "1"
    assert not client.receive_message(QueueUrl=url).get("Messages")
    again = [{"Id": "0", "ReceiptHandle": found["ReceiptHandle"], "VisibilityTimeout": 0}]
    client.change_message_visibility_batch(QueueUrl=url, Entries=again)
    [found] = client.receive_message(QueueUrl=url)["Messages"]
    client.change_message_visibility_batch(QueueUrl=url, Entries=again)  # with a handle of before: nothing happens
    assert not client.receive_message(QueueUrl=url).get("Messages")
    again = [{"Id": "0", "ReceiptHandle": found["ReceiptHandle"], "VisibilityTimeout": 0}]
    client.change_message_visibility_batch(QueueUrl=url, Entries=again)
    assert not client.receive_message(QueueUrl=url).get("Messages")
    [dead] = client.receive_message(QueueUrl=sqs.urls["Dead"])["Messages"]
    assert dead["Body"] == "é\U0001f600"
    client.delete_message_batch(
        QueueUrl=sqs.urls["Dead"], Entries=[{"Id": "0", "ReceiptHandle": dead["ReceiptHandle"]}]
    )
    assert (store.count("Waiting"), store.count("Dead")) == (1, 0)


def test_only_who_knows_a_queues_address_uses_it_and_a_full_file_says_so(
    client: Any, sqs: LocalSqs, store: QueueStore
) -> None:
    for url in (f"{sqs.endpoint}/guessed/Waiting", sqs.urls["Waiting"].replace("Waiting", "Other")):
        with pytest.raises(ClientError, match="QueueDoesNotExist"):
            client.receive_message(QueueUrl=url)
    store.send("Waiting", "x" * 9_000, {})
    with pytest.raises(ClientError, match="OverLimit"):
        client.send_message(QueueUrl=sqs.urls["Waiting"], MessageBody="x" * 2_000)
    [one] = store.receive("Waiting", 1)
    assert store.delete("Waiting", one.handle)
    store.send("Waiting", "x" * 9_500, {})
    with pytest.raises(Full):
        store.send("Waiting", "x" * 1_000, {})


def test_what_was_taken_in_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for line in writer.stdout:
            if line == "50\n":
                os.kill(writer.pid, signal.SIGKILL)
                told = [line, *writer.stdout]
                break
    store = QueueStore(path, RULES, 10**9)
    assert store.count("Waiting") >= int(told[-1]) + 1 >= 51
    assert [one.body for one in store.receive("Waiting", 10)] == [str(number) for number in range(10)]
    store.close()
