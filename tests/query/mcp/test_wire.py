"""What is no request of the protocol is refused in its words, and costs those after it nothing."""

import json

import pytest

from query.mcp.app import handler
from tests.gateway import call
from tests.query.mcp.assistant import NEW, OLD, Assistant

TOKEN = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}


@pytest.mark.parametrize("version", [OLD, NEW, "2099-01-01", "nonsense"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "5",
        "[" * 100_000,
        '{"jsonrpc":"2.0"}',
        '{"jsonrpc":"1.0","id":1,"method":"tools/list"}',
        '[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]',
        '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find_apps","arguments":[]}}',
        '{"jsonrpc":"2.0","id":1,"method":"no/such"}',
        b"\xff\xfe\x00",
    ],
    ids=lambda body: str(body)[:40],
)
def test_nonsense_is_refused_and_the_next_call_is_served(body: str | bytes, version: str, shop: str) -> None:
    headers = {
        "accept": "application/json, text/event-stream",
        "content-type": "application/json",
        "mcp-protocol-version": version,
    }
    reply = call(handler, "POST", "/mcp", body, context=TOKEN, headers=headers)
    assert reply.status < 500
    dropped = reply.status == 202 and not reply.text  # the package takes what has no usable id for a notification
    assert dropped or reply.status >= 400 or "error" in json.loads(reply.text)
    assert [app["id"] for app in Assistant("ann").call("find_apps").data["apps"]] == [shop]


def test_a_request_that_is_too_large_is_refused_unread(ann: str) -> None:
    reply = call(handler, "POST", "/mcp", "x" * 1_100_000, context={**TOKEN, "userId": ann})
    assert (reply.status, reply.json["code"]) == (413, "BODY_TOO_LARGE")


def test_a_tool_that_is_not_there_is_refused_with_the_names_of_all(ann: str) -> None:
    reply = Assistant(ann).post("tools/call", {"name": "delete_app", "arguments": {}})
    assert "find_apps" in reply.json["error"]["message"]
