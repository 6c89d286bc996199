"""The outbox stands for SES: what is mailed becomes a file and a line with its link."""

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from dev.services.outbox import Outbox
from host.template.sam import read
from host.template.variables import Variables
from tests.doubles.sqs import TEMPLATE

ROW: dict[str, Any] = {
    "FromEmailAddress": "Spoor <spoor@example.com>",
    "Destination": {"ToAddresses": ["ann@example.com"]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Grüße"},
            "Body": {
                "Text": {"Data": "You are at http://example.com.\n\nhttp://example.com/a?b=c\n\né\n"},
                "Html": {"Data": "<p>é</p>\n"},
            },
        }
    },
}


@pytest.fixture
def lines() -> list[str]:
    """What the outbox told."""
    return []


@pytest.fixture
def outbox(tmp_path: Path, lines: list[str]) -> Iterator[Outbox]:
    running = Outbox(tmp_path / "outbox", lines.append)
    yield running
    running.close()


def send(outbox: Outbox, message: dict[str, Any]) -> str:
    nobody = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
    client: Any = boto3.client("sesv2", endpoint_url=outbox.endpoint, **nobody)
    try:
        return str(client.send_email(**message)["MessageId"])
    finally:
        client.close()


def test_a_message_becomes_a_file_that_mail_programs_open(outbox: Outbox, tmp_path: Path) -> None:
    name = send(outbox, ROW)
    [path] = (tmp_path / "outbox").iterdir()
    assert path.name == f"{name}.eml"
    assert path.stat().st_mode & 0o777 == 0o600, "whoever reads it can reset a password"
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (message["From"], message["To"], message["Subject"]) == (
        "Spoor <spoor@example.com>",
        "ann@example.com",
        "Grüße",
    )
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_log_has_the_link(outbox: Outbox, lines: list[str]) -> None:
    send(outbox, ROW)
    assert lines == ["to ann@example.com: Grüße: http://example.com/a?b=c"]


def test_a_recipient_cannot_choose_where_the_file_goes(outbox: Outbox, tmp_path: Path) -> None:
    send(outbox, {**ROW, "Destination": {"ToAddresses": ["../../ann@example.com"]}})
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v2/email/outbound-emails", b"{", 400),
        ("/v2/email/outbound-emails", b"[]", 400),
        ("/v2/email/outbound-emails", json.dumps({**ROW, "Content": {"Raw": {}}}).encode(), 400),
        ("/v2/email/identities", b"{}", 404),
    ],
)
def test_what_is_no_simple_message_is_refused(outbox: Outbox, path: str, body: bytes, status: int) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(outbox.endpoint + path, body))
    caught.value.close()
    assert caught.value.code == status


def test_only_functions_that_the_template_tells_of_mail_find_it() -> None:
    variables = Variables(mail_endpoint="http://127.0.0.1:1")
    told = {
        function.nickname
        for function in read(TEMPLATE).functions.values()
        if variables.of(function).get("AWS_ENDPOINT_URL_SESV2") == "http://127.0.0.1:1"
    }
    assert told == {"auth", "query", "rollup"}  # query asks only whether there is mail: what it keeps, rollup sends


def test_the_caller_can_do_without_mail() -> None:
    variables = Variables(mail_endpoint="http://127.0.0.1:1", caller={"MAIL_SENDER": ""})
    assert variables.of(read(TEMPLATE).functions["AuthFunction"])["MAIL_SENDER"] == ""
