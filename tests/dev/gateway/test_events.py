"""The events that functions get, against what AWS documents."""

import re
from typing import Any

from tests.dev.client import Client

API_EVENT = {
    "version": "2.0",
    "routeKey": "ANY /echo/{proxy+}",
    "rawPath": "/echo/a b/ü",
    "rawQueryString": "x=1&x=2&y=%20z&empty=&bare&plus=a+b",
    "cookies": ["a=1", "b=2=3"],
    "headers": {
        "accept": "text/html,application/json",
        "accept-encoding": "identity",
        "content-length": "7",
        "content-type": "application/json",
        "host": "example.org:8080",
        "user-agent": "agent/1",
        "x-amzn-trace-id": "<trace>",
        "x-forwarded-for": "10.0.0.1, 127.0.0.1",
        "x-forwarded-port": "<port>",
        "x-forwarded-proto": "http",
    },
    "queryStringParameters": {"x": "1,2", "y": " z", "empty": "", "bare": "", "plus": "a b"},
    "pathParameters": {"proxy": "a b/ü"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "local",
        "domainName": "example.org",
        "domainPrefix": "example",
        "http": {
            "method": "POST",
            "path": "/echo/a b/ü",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "agent/1",
        },
        "requestId": "<id>",
        "routeKey": "ANY /echo/{proxy+}",
        "stage": "$default",
        "time": "<time>",
        "timeEpoch": "<epoch>",
    },
    "body": '{"a":1}',
    "isBase64Encoded": False,
}
HEADERS = {
    "Host": "example.org:8080",
    "Cookie": "a=1; b=2=3;",
    "User-Agent": "agent/1",
    "Accept": "text/html,application/json",
    "Content-Type": "application/json",
    "X-Forwarded-For": "10.0.0.1",
}


def settled(event: dict[str, Any]) -> dict[str, Any]:
    """The event with what differs from call to call checked for its form and replaced."""
    context, headers = event["requestContext"], event["headers"]
    for place, key, form, name in [
        (context, "requestId", r"[0-9a-f-]{36}", "<id>"),
        (context, "time", r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", "<time>"),
        (context, "timeEpoch", r"\d{13}", "<epoch>"),
        (headers, "x-amzn-trace-id", r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", "<trace>"),
        (headers, "x-forwarded-port", r"\d+", "<port>"),
    ]:
        assert re.fullmatch(form, str(place[key])), (key, place[key])
        place[key] = name
    return event


def test_an_http_api_event_is_what_aws_makes_of_the_request(api: Client) -> None:
    target = "/echo/a%20b/%C3%BC?x=1&x=2&y=%20z&empty=&bare&plus=a+b"
    assert settled(api.call("POST", target, HEADERS, b'{"a":1}').json) == API_EVENT


def test_a_function_url_event_keeps_the_path_encoded_and_the_cookies_in_both_places(url: Client) -> None:
    event = settled(url.call("POST", "/i/v0/e%2F/?x=1", HEADERS, b'{"a":1}').json)
    context = event["requestContext"]
    assert (event["rawPath"], context["http"]["path"]) == ("/i/v0/e%2F/", "/i/v0/e%2F/")
    assert (event["routeKey"], context["routeKey"], context["stage"]) == ("$default", "$default", "$default")
    assert context["accountId"] == "anonymous"
    assert event["cookies"] == ["a=1", "b=2=3"]
    assert event["headers"]["cookie"] == "a=1; b=2=3;"
    assert "pathParameters" not in event
    assert "authorizer" not in context


def test_what_a_request_lacks_has_no_key(api: Client) -> None:
    event = settled(api.get("/echo").json)
    assert event.keys() == {
        *("version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded")
    }
    assert event["rawQueryString"] == ""
    assert event["requestContext"]["http"]["userAgent"] == ""


def test_hop_by_hop_headers_stay_at_the_gateway(api: Client) -> None:
    raw = (
        b"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
    )
    heard = api.say(raw)
    assert b'"content-length": "2"' in heard
    assert b"transfer-encoding" not in heard
    assert b'"connection"' not in heard


def test_the_http_api_decodes_the_path_and_loses_what_follows_a_question_mark_in_it(api: Client) -> None:
    event = api.get("/echo/a%3Fb/c?q=1").json
    assert event["rawPath"] == "/echo/a"
    assert event["rawQueryString"] == "q=1"


def test_path_variables_are_decoded(api: Client) -> None:
    assert api.get("/things/a%20b").json["pathParameters"] == {"id": "a b"}
