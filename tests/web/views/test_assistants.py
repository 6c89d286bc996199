"""The address that an assistant is given shows in a browser the figures that it was told."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dev.client import Client
from tests.stack import Stack
from tests.web.views.conftest import ZONE, Viewer, last_days

pytestmark = pytest.mark.browser


def test_the_page_that_an_answer_links_to_shows_its_figures(viewer: Viewer, stack: Stack) -> None:
    question = {
        **last_days(20),
        "timezone": ZONE,
        "interval": "day",
        "series": [{"event": "$pageview", "measure": "visitors"}],
        "filters": [{"property": "$browser", "operator": "is", "value": ["Firefox"]}],
    }
    told = asked(viewer, stack, question)
    total = told["untrustedData"]["answer"]["series"][0]["total"]
    assert total > 0
    viewer.page.goto(told["dashboard"])
    viewer.settle()
    expect(viewer.page.locator("#trend-figures strong")).to_have_text([str(total)])


def asked(viewer: Viewer, stack: Stack, question: dict[str, Any]) -> dict[str, Any]:
    """What an assistant is told, by a token that the viewer makes."""
    made = viewer.make_token()
    arguments = {"app": viewer.known.app, "report": "trends", "question": question}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask_report", "arguments": arguments}}
    headers = {
        "authorization": f"Bearer {made}",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2025-06-18",
    }
    answer = Client(int(stack.url.rpartition(":")[2])).call("POST", "/mcp", headers, json.dumps(body).encode())
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json["result"]["structuredContent"]
    return found
