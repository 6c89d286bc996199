"""Dead messages are sent again, one by one, and nothing is lost if it is stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from dev.replay import replay
from tests.doubles.sqs import DEAD, WAITING, Sqs, serve
from tests.template.reading import ROOT


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An SQS server of our own."""
    with serve() as address:
        yield address


@pytest.fixture
def queues(endpoint: str) -> Sqs:
    """The template's queues, with three dead messages."""
    made = Sqs(endpoint)
    for body in ("one", "two", "three"):
        bury(made, body)
    return made


def bury(queues: Sqs, body: str) -> None:
    reason = {"reason": {"DataType": "String", "StringValue": f"because of {body}"}}
    queues.client.send_message(QueueUrl=queues.urls[DEAD], MessageBody=body, MessageAttributes=reason)


def command(queues: Sqs, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as `make replay` does."""
    aws = {"AWS_ENDPOINT_URL": queues.endpoint, "AWS_REGION": "us-east-1"}
    credentials = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    return subprocess.run(
        [sys.executable, "-m", "dev.replay", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **aws, **credentials},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_message_is_named_with_its_reason_and_sent(queues: Sqs) -> None:
    done = command(queues, queues.urls[DEAD], queues.urls[WAITING])
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("3 messages wait")
    assert [line.partition(":")[0] for line in lines[1:4]] == ["1 of 3", "2 of 3", "3 of 3"]
    assert all(f"because of {body}" in done.stdout for body in ("one", "two", "three"))
    assert (queues.count(DEAD), queues.count(WAITING)) == (0, 3)
    assert {record["body"] for record in queues.receive()} == {"one", "two", "three"}


def test_a_dry_run_leaves_everything_where_it_is_and_for_others_to_see(queues: Sqs) -> None:
    done = command(queues, "--dry-run", queues.urls[DEAD], queues.urls[WAITING])
    assert done.returncode == 0
    assert "3 would be sent" in done.stdout
    assert (queues.count(DEAD), queues.count(WAITING)) == (3, 0)
    assert len(queues.receive(DEAD)) == 3


def test_it_stops_at_the_limit_and_goes_on_next_time(queues: Sqs) -> None:
    assert replay(queues.client, queues.urls[DEAD], queues.urls[WAITING], limit=2) == 2
    assert (queues.count(DEAD), queues.count(WAITING)) == (1, 2)
    assert replay(queues.client, queues.urls[DEAD], queues.urls[WAITING]) == 1


def test_a_message_leaves_only_after_it_has_been_sent(queues: Sqs) -> None:
    done = command(queues, queues.urls[DEAD], queues.urls[WAITING] + "-which-is-not-there")
    assert done.returncode == 1
    assert "A queue can't be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert queues.count(DEAD) == 3


class Unmended:
    """SQS, with a drain behind it to which every message is as bad as before."""

    def __init__(self, queues: Sqs) -> None:
        self._queues = queues

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queues.client, name)

    def send_message(self, **message: Any) -> None:
        self._queues.client.send_message(**message)
        bury(self._queues, "again")


def test_what_dies_meanwhile_is_left_for_the_next_run(queues: Sqs) -> None:
    """Otherwise a fix that mends nothing would go round for ever."""
    assert replay(Unmended(queues), queues.urls[DEAD], queues.urls[WAITING]) == 3
    assert [record["body"] for record in queues.receive(DEAD)] == ["again"] * 3


def test_help_says_what_it_does(queues: Sqs) -> None:
    done = command(queues, "--help")
    assert done.returncode == 0
    assert "--dry-run" in done.stdout
    assert "AWS_ENDPOINT_URL" in done.stdout
