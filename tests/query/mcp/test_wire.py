"""What is no request of the protocol is refused in its words, and costs those after it nothing."""

import json
from typing import Any

import pytest

from query.mcp.app import handler
from tests.gateway import call
from tests.query.mcp.assistant import NEW, OLD, Assistant

TOKEN = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}


HALF = "\ud800"
JOB = "0193b0b0-5a5a-7e6e-8f00-5d2f6a1c9e11"
RANGE = {"from": "2026-11-19", "to": "2026-11-22"}
TREND = {**RANGE, "interval": "day", "series": [{"event": "x"}]}


def deep(levels: int) -> Any:
    """Groups within groups."""
    found: Any = "x"
    for _ in range(levels):
        found = {"any": [found]}
    return found


ODD: list[tuple[str, dict[str, Any]]] = [
    *(("look_at_visitor", {"visitor": each}) for each in (HALF, "a\0b", "x" * 201, 5)),
    *(
        ("look_at_visitor", {"visitor": "x", **each})
        for each in (
            {"cursor": HALF},
            {"cursor": "e30="},
            {"from": HALF},
            {"from": "0001-01-01", "to": "9999-12-31"},
            {"timezone": "../../etc/passwd"},
            {"timezone": "a\0"},
            {"limit": 10**300},
        )
    ),
    *(
        ("read_catalog", each)
        for each in ({HALF: 1}, {"limit": True}, {"from": "0001-01-01", "timezone": "Asia/Tehran"})
    ),
    *(
        ("ask_report", {"report": "trends", "question": {**TREND, **each}})
        for each in (
            {"series": [{"event": HALF}]},
            {HALF: HALF},
            {"group": HALF},
            {"group": "\0"},
            {"filters": [deep(70)]},
            {"filters": [deep(400)]},
            {"from": "0001-01-01", "timezone": "Asia/Tehran"},
        )
    ),
    ("ask_report", {"report": "retention", "question": {**RANGE, "interval": "day", "periods": 10**400}}),
    ("ask_report", {"report": "trends", "question": {HALF: HALF}, "job": JOB}),
    ("ask_report", {"report": HALF, "question": {}}),
    ("ask_report", {"savedReport": JOB}),
    ("ask_report", {}),
    ("what_changed", {"report": "funnel", "question": TREND}),
    ("what_changed", {"report": "trends", "question": TREND, "compare": {HALF: 1}}),
    ("what_changed", {"report": "trends", "question": TREND, "properties": [HALF]}),
    *(("annotate", {"at": "2026-11-20", "text": each}) for each in (HALF, "a\0", "")),
    *(
        ("keep", {"kind": "savedReport", "words": {"name": "n", "report": "trends", "question": TREND, **each}})
        for each in (
            {"question": "abc"},
            {"question": [[1]]},
            {"question": {"timezone": [1]}, "lastDays": 7},
            {"question": {**TREND, "filters": [deep(70)]}},
            {"lastDays": float("nan")},
            {"lastDays": float("inf")},
            {"lastDays": [7]},
            {"name": HALF},
            {"report": ["x"]},
        )
    ),
    ("keep", {"kind": "cohort", "words": {"name": "n", "definition": deep(80)}}),
    ("keep", {"kind": "dashboard", "words": {"name": "n", "reportIds": [HALF]}}),
    ("list_kept", {"kind": HALF}),
]
"""What no tool can be told: half a character, NUL, numbers beyond all numbers, what is of another kind."""


@pytest.mark.parametrize("version", [OLD, NEW])
def test_whatever_a_tool_is_told_is_refused_as_the_askers_fault_and_nothing_is_kept(
    version: str, shop: str, ann: str
) -> None:
    assistant = Assistant(ann, scopes=("manage",), version=version)
    for tool, more in ODD:
        reply = assistant.post("tools/call", {"name": tool, "arguments": {"app": shop, **more}})
        told = ascii((tool, more))[:200]
        assert reply.status in (200, 400), told
        if reply.status == 200:
            result = reply.json["result"]
            assert result["isError"], told
            assert 400 <= result["structuredContent"]["refused"]["status"] < 500, told
    assert not any(assistant.call("list_kept", app=shop).data.values())


def test_what_a_client_says_around_a_request_is_taken_or_refused_in_the_protocols_words(shop: str, ann: str) -> None:
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    manager = {**TOKEN, "userId": ann, "scopes": ["manage"]}

    def status(said: Any = request, **headers: str) -> int:
        usual = {"accept": "application/json", "content-type": "application/json", "mcp-protocol-version": OLD}
        sent = {**usual, **{name.replace("_", "-"): each for name, each in headers.items()}}
        return call(handler, "POST", "/mcp", said, context=manager, headers=sent).status

    for accept, found in (("text/html", 406), ("text/event-stream", 406), ("", 406), ("*/*", 200)):
        assert status(accept=accept) == found, accept
    for kind in ("text/plain", "", "application/x-www-form-urlencoded"):
        assert status(content_type=kind) == 400, kind
    assert status(mcp_session_id="somebody's", last_event_id="7", origin="https://elsewhere.example") == 200
    assert status(mcp_protocol_version=NEW) == 400, "it is not what the new generation sends"
    assert status([request, {**request, "id": 2}], mcp_protocol_version="2025-03-26") == 400
    words = {"name": "annotate", "arguments": {"app": shop, "at": "2026-11-20", "text": "unasked"}}
    for method in ("notifications/initialized", "notifications/cancelled", "tools/call"):
        assert status({"jsonrpc": "2.0", "method": method, "params": words}) == 202, method
    assert status({"jsonrpc": "2.0", "id": 1, "result": {}}) == 202
    assert Assistant(ann).call("list_kept", app=shop, kind="annotations").data == {"annotations": []}


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
