"""Through the gateway, the protocol's official client lists, asks and keeps, in both generations."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from dev.database import pooler
from dev.stack import Stack
from query.mcp.told import MARK
from tests.dev.client import Client as Http
from tests.people import Direct, happen
from tests.query.mcp.assistant import NEW
from tests.serving import serving
from tests.tables import empty

ENTRY = "all"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUESTION = {"from": "2026-11-19", "to": "2026-11-22", "interval": "day", "series": [{"event": "sign up"}]}
BOTH = pytest.mark.parametrize("mode", ["legacy", NEW, "auto"])


@pytest.fixture(scope="module")
def running(bouncer: pooler.Pooler, direct: Direct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack, on an empty database."""
    empty(direct)
    folder: Path = tmp_path_factory.mktemp("serving")
    with serving(bouncer.url("all"), folder, settings={"AUTH_RATE_LIMIT": "false"}) as stack:
        yield stack


class Owner:
    """Somebody who signs up, with an app, and makes tokens."""

    def __init__(self, stack: Stack, name: str) -> None:
        self._client = Http(stack.port)
        self.url = f"http://127.0.0.1:{stack.port}"
        self._own = {"origin": self.url, "content-type": "application/json"}
        body = {"name": name, "email": f"{name}@example.com", "password": "correct horse battery"}
        answer = self._client.call("POST", "/api/auth/sign-up/email", self._own, json.dumps(body).encode())
        self._own["cookie"] = answer.values("set-cookie")[0].partition(";")[0]
        self.app: str = self.post("/api/apps", {"name": name})["id"]

    def post(self, path: str, body: Any) -> Any:
        """What a page sends."""
        return self._client.call("POST", path, self._own, json.dumps(body).encode()).json

    def token(self, scope: str) -> dict[str, Any]:
        """A new token."""
        made: dict[str, Any] = self.post("/api/tokens", {"name": "mcp", "scopes": [scope], "expiresInDays": 1})
        return made

    def end(self, token: dict[str, Any]) -> None:
        """Revoke a token."""
        assert self._client.call("DELETE", f"/api/tokens/{token['id']}", self._own).status == 204


def with_client(url: str, token: str, mode: str, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """What comes of some work with a connected client."""

    async def connected() -> Any:
        async with (
            create_mcp_http_client(headers={"authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
        ):
            return await work(client)

    return asyncio.run(connected())


@BOTH
def test_the_official_client_lists_asks_and_keeps(running: Stack, direct: Direct, mode: str) -> None:
    owner = Owner(running, f"lists-{mode}")
    happen(direct, owner.app, [("sign up", "d1", NOON), ("sign up", "d2", NOON)])

    async def work(client: Client) -> Any:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        asked = {"app": owner.app, "report": "trends", "question": QUESTION}
        answer = await client.call_tool("ask_report", asked)
        words = {"name": "Sign-ups", "report": "trends", "question": QUESTION}
        kept = await client.call_tool("keep", {"app": owner.app, "kind": "savedReport", "words": words})
        there = await client.call_tool("list_kept", {"app": owner.app})
        return tools, answer.structured_content, kept.structured_content, there.structured_content

    tools, answer, kept, there = with_client(owner.url, owner.token("manage")["token"], mode, work)
    assert {"find_apps", "ask_report", "keep"} <= set(tools)
    assert answer[MARK]["answer"]["series"][0]["total"] == 2
    assert answer["dashboard"].startswith(f"{owner.url}/dashboard/{owner.app}/trends?")
    assert [each["id"] for each in there[MARK]["savedReports"]] == [kept[MARK]["id"]]


@BOTH
def test_the_end_of_a_token_is_the_end_of_what_it_opens(running: Stack, mode: str) -> None:
    owner = Owner(running, f"ends-{mode}")
    token = owner.token("read")

    async def work(client: Client) -> Any:
        before = await client.call_tool("find_apps", {})
        owner.end(token)
        with pytest.raises(Exception) as refused:  # noqa: PT011 - each transport has its own
            await client.call_tool("find_apps", {})
        return before.is_error, str(refused.value)

    was_refused, _ = with_client(owner.url, token["token"], mode, work)
    assert not was_refused
    with pytest.raises(BaseException):  # noqa: B017, PT011 - a group of what the transport raises
        with_client(owner.url, token["token"], mode, work)


def test_nobody_is_let_in_without_a_token(running: Stack) -> None:
    client = Http(running.port)
    assert client.call("POST", "/mcp", {"content-type": "application/json"}, b"{}").status == 401
    assert client.call("POST", "/mcp", {"authorization": "Bearer nonsense"}, b"{}").status == 403
