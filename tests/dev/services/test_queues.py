"""Queues of a template, made where AWS_ENDPOINT_URL says, and their messages brought to a function as Lambda does."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from dev.stack import Stack
from host.runtime.logs import Logs
from host.services.poller import failures_of, record_of
from host.services.queues import Queues, QueuesFailed, client_of
from host.template.bundle import Queue, QueueEvent
from host.template.sam import read
from host.template.variables import Variables
from tests.dev.waiting import Terminal, wait_until
from tests.doubles.sqs import serve

RESOURCES = """
  Letters:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 1
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
  Dead: {Type: AWS::SQS::Queue}
  Never: {Type: AWS::SQS::Queue, Condition: Unfulfilled}
  SinkFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sink.app.handler
      Environment: {Variables: {LETTERS_URL: !Ref Letters, DATABASE_URL_ARN: !Ref SecretArn}}
      Events:
        Post:
          Type: SQS
          Properties:
            Queue: !GetAtt Letters.Arn
            BatchSize: 5
            FunctionResponseTypes: [ReportBatchItemFailures]

  Api:
"""

SINK = '''
"""Takes letters, but for those that say what to do with them."""

import json
import os


def handler(event, context):
    failed = []
    for record in event["Records"]:
        print("letter", record["body"], "came", record["attributes"]["ApproximateReceiveCount"], flush=True)
        if record["body"] == "crash":
            raise ValueError("as I was told")
        if record["body"] == "nonsense":
            return {"batchItemFailures": [{"itemIdentifier": "nobody's"}]}
        if record["body"] == "not yet" and record["attributes"]["ApproximateReceiveCount"] == "1":
            failed.append({"itemIdentifier": record["messageId"]})
        if record["body"] == "where":
            print("letters are at", os.environ["LETTERS_URL"], os.environ["AWS_ENDPOINT_URL"], flush=True)
    return {"batchItemFailures": failed}
'''


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An SQS server of our own."""
    with serve() as address:
        yield address


@pytest.fixture
def template(bundle: Path) -> Path:
    """The bundle with queues, and a function that they call."""
    path = bundle / "template.yaml"
    text = path.read_text().replace("Conditions:\n", 'Conditions:\n  Unfulfilled: !Equals [!Ref Reserve, "no"]\n')
    path.write_text(text.replace("\n  Api:\n", RESOURCES))
    (bundle / "functions/sink").mkdir()
    (bundle / "functions/sink/__init__.py").touch()
    (bundle / "functions/sink/app.py").write_text(SINK)
    return path


class Post:
    """Sends letters to a stack's queue."""

    def __init__(self, endpoint: str, terminal: Terminal) -> None:
        self.terminal = terminal
        self._client: Any = client_of(endpoint)
        self._urls = {name: f"{endpoint}/123456789012/{name}" for name in ("Letters", "Dead")}

    def send(self, body: str) -> None:
        """Put a letter into the queue."""
        self._client.send_message(QueueUrl=self._urls["Letters"], MessageBody=body)

    def left(self, queue: str) -> int:
        """How many messages are in a queue, hidden ones too."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self._client.get_queue_attributes(QueueUrl=self._urls[queue], AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)


@pytest.fixture
def post(template: Path, endpoint: str, tmp_path: Path) -> Iterator[Post]:
    """A stack with queues at the server, and its post."""
    with ExitStack() as parts:
        output = StringIO()
        logs = Logs(tmp_path / "logs", output)
        parts.callback(logs.close)
        stack = Stack(template, logs, 0, 0)
        parts.callback(stack.close)
        stack.warm(Variables(caller={"AWS_ENDPOINT_URL": endpoint, "PATH": "/usr/bin:/bin"}))
        stack.serve()
        yield Post(endpoint, Terminal(output))


def test_queues_and_what_they_call_are_read_from_the_template(template: Path) -> None:
    bundle = read(template)
    assert bundle.queues == {
        "Letters": Queue("Letters", {"VisibilityTimeout": "1"}, "Dead", 2),
        "Dead": Queue("Dead", {}),
    }
    sink = bundle.functions["SinkFunction"]
    assert sink.queue_events == (QueueEvent("Letters", 5, itemised=True),)
    assert sink.queue_variables == {"LETTERS_URL": "Letters"}
    assert "LETTERS_URL" not in sink.variables
    assert bundle.functions["EchoFunction"].queue_events == ()


def test_a_function_that_a_queue_calls_has_the_database_url_of_ingest(template: Path) -> None:
    secrets = {"DATABASE_URL": "postgresql://query"}
    variables = Variables(secrets=secrets, databases={"sink": "postgresql://ingest"})
    assert variables.of(read(template).functions["SinkFunction"])["DATABASE_URL"] == "postgresql://ingest"


def test_a_message_reaches_the_function_and_is_gone(post: Post, endpoint: str) -> None:
    post.send("where")
    assert post.terminal.shows(f"letters are at {endpoint}/123456789012/Letters {endpoint}")
    wait_until(lambda: post.left("Letters") == 0)
    assert post.left("Dead") == 0


def test_a_message_that_is_reported_comes_again_and_its_neighbours_do_not(post: Post) -> None:
    for body in ("not yet", "fine"):
        post.send(body)
    assert post.terminal.shows("letter not yet came 2")
    wait_until(lambda: post.left("Letters") == 0)
    assert post.terminal.text.count("letter fine came") == 1


@pytest.mark.parametrize("body", ["crash", "nonsense"])
def test_what_fails_again_and_again_ends_in_the_dead_letter_queue(post: Post, body: str) -> None:
    dead = post.left("Dead")
    post.send(body)
    wait_until(lambda: post.left("Dead") == dead + 1)
    assert post.terminal.shows(f"letter {body} came 2")
    assert post.left("Letters") == 0


def test_without_an_endpoint_there_are_no_queues(template: Path, new_stack: Callable[..., Any]) -> None:
    stack, _ = new_stack(template)
    assert "LETTERS_URL" not in Variables().of(stack.pools["SinkFunction"].function)


def test_an_endpoint_that_is_away_is_named() -> None:
    with pytest.raises(QueuesFailed, match=r"AWS_ENDPOINT_URL http://127\.0\.0\.1:9"):
        Queues("http://127.0.0.1:9", {"Letters": Queue("Letters", {})})


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": []}', set()),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}]}', {"a"}),
        (b'{"batchItemFailures": [{"itemIdentifer": "a"}]}', None),
        (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', None),
        (b'{"batchItemFailures": [{"itemIdentifier": null}]}', None),
        (b'{"batchItemFailures": "a"}', None),
        (b'"done"', None),
        (b"[", None),
    ],
)
def test_an_answer_that_is_not_understood_counts_as_a_failure_of_all(answer: bytes, failed: set[str] | None) -> None:
    assert failures_of(answer) == failed


def test_a_record_is_as_lambda_gives_it() -> None:
    message = {
        "MessageId": "id",
        "ReceiptHandle": "handle",
        "Body": "text",
        "MD5OfBody": "1cb251ec0d568de6a929b520c4aed8d1",
        "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
        "MessageAttributes": {"reason": {"DataType": "String", "StringValue": "why"}},
    }
    model = json.loads((Path(__file__).parents[2] / "data/gateway/sqs-message.json").read_text())["Records"][0]
    assert set(record_of(message, "Letters")) == set(model)
