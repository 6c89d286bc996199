"""Functions called by name, with boto3 as programs do."""

import json
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from dev.stack import Stack
from tests.dev.client import Client
from tests.dev.waiting import Terminal


@pytest.fixture
def lambda_client(stack: Stack) -> Any:
    """boto3 pointed at the stack."""
    return boto3.client(
        "lambda",
        endpoint_url=f"http://127.0.0.1:{stack.port}",
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"max_attempts": 0}),
    )


def test_a_call_gives_the_answer(lambda_client: Any) -> None:
    answer = lambda_client.invoke(FunctionName="EchoFunction", Payload=json.dumps({"do": "bare"}))
    assert (answer["StatusCode"], json.load(answer["Payload"])) == (200, {"no": "status"})
    assert "FunctionError" not in answer


def test_a_function_may_be_called_by_its_arn(lambda_client: Any) -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:EchoFunction:live"
    assert lambda_client.invoke(FunctionName=arn, Payload=b"{}")["StatusCode"] == 200


def test_a_crash_is_told_with_its_error(lambda_client: Any) -> None:
    answer = lambda_client.invoke(FunctionName="EchoFunction", Payload=json.dumps({"do": "crash"}))
    error = json.load(answer["Payload"])
    assert answer["FunctionError"] == "Unhandled"
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "a secret detail")


def test_an_event_is_run_and_not_waited_for(lambda_client: Any, terminal: Terminal) -> None:
    answer = lambda_client.invoke(
        FunctionName="EchoFunction", InvocationType="Event", Payload=json.dumps({"do": "say"})
    )
    assert answer["StatusCode"] == 202
    assert terminal.shows("echo       | one line\necho       | and another: ü\n")


def test_a_dry_run_runs_nothing(lambda_client: Any) -> None:
    assert lambda_client.invoke(FunctionName="EchoFunction", InvocationType="DryRun")["StatusCode"] == 204


def test_an_unknown_function_is_named(lambda_client: Any) -> None:
    with pytest.raises(ClientError, match="no function Nobody in the template") as caught:
        lambda_client.invoke(FunctionName="Nobody")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_an_event_has_to_be_json(lambda_client: Any) -> None:
    with pytest.raises(ClientError, match="not JSON"):
        lambda_client.invoke(FunctionName="EchoFunction", Payload=b"{")


def test_a_web_page_may_not_call_functions_by_name(api: Client) -> None:
    path = "/2015-03-31/functions/EchoFunction/invocations"
    for name, value in (("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")):
        assert api.call("POST", path, {name: value}, b"{}").status == 403
    assert api.call("GET", path).status == 405
