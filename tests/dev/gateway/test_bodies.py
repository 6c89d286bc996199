"""When a body arrives as text and when as base64."""

import base64

import pytest

from tests.dev.client import Client


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("text/plain", True),
        ("text/html; charset=utf-8", True),
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/xml", True),
        ("image/svg+xml", True),
        ("application/javascript", True),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=b", False),
        ("application/octet-stream", False),
        ("image/png", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_only_text_json_xml_and_javascript_arrive_as_text(
    api: Client, url: Client, content_type: str | None, text: bool
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    for event in (api.call("POST", "/echo", headers, b"a=1").json, url.call("POST", "/", headers, b"a=1").json):
        expected = ("a=1", False) if text else (base64.b64encode(b"a=1").decode(), True)
        assert (event["body"], event["isBase64Encoded"]) == expected


def test_a_compressed_body_arrives_as_base64_whatever_it_holds(url: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    event = url.call("POST", "/", headers, b"\x1f\x8b\x08").json
    assert (event["body"], event["isBase64Encoded"]) == (base64.b64encode(b"\x1f\x8b\x08").decode(), True)


def test_bytes_that_claim_to_be_text_and_are_not_arrive_mangled(url: Client) -> None:
    event = url.call("POST", "/", {"Content-Type": "text/plain"}, b"a\xff\xfe z \xc3\xbc").json
    assert (event["body"], event["isBase64Encoded"]) == ("a\ufffd\ufffd z ü", False)
