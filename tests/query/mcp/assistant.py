"""An assistant that speaks the protocol's bare JSON to the MCP function, in either of its generations."""

from dataclasses import dataclass, field
from typing import Any

from query.mcp.app import handler
from query.mcp.told import MARK
from tests.gateway import Reply, call

OLD, NEW = "2025-06-18", "2026-07-28"
_ENVELOPE = {
    "io.modelcontextprotocol/protocolVersion": NEW,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


@dataclass(frozen=True)
class Result:
    """What a tool told."""

    structure: dict[str, Any]
    text: str
    is_error: bool

    @property
    def data(self) -> Any:
        """What is marked as not ours to vouch for."""
        return self.structure[MARK]

    @property
    def refused(self) -> dict[str, Any]:
        """The refusal."""
        assert self.is_error, self.text
        found: dict[str, Any] = self.structure["refused"]
        return found


@dataclass(frozen=True)
class Assistant:
    """Who asks with a token of `user_id` that has these scopes and reaches these apps."""

    user_id: str
    scopes: tuple[str, ...] = ("read",)
    app_ids: tuple[str, ...] = ("*",)
    version: str = NEW
    context: dict[str, Any] | None = field(default=None)

    def post(self, method: str, params: dict[str, Any] | None = None) -> Reply:
        """One request, as the gateway hands it on."""
        said = dict(params or {})
        headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": self.version}
        if self.version == NEW:
            said["_meta"] = _ENVELOPE
            headers["mcp-method"] = method
            if "name" in said:
                headers["mcp-name"] = said["name"]
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": said}
        context = {"userId": self.user_id, "tokenId": "t", "scopes": [*self.scopes], "appIds": [*self.app_ids]}
        return call(handler, "POST", "/mcp", body, context=self.context or context, headers=headers)

    def tools(self) -> list[dict[str, Any]]:
        """What there is to call."""
        found: list[dict[str, Any]] = self.post("tools/list").json["result"]["tools"]
        return found

    def call(self, name: str, **arguments: Any) -> Result:
        """What a tool tells."""
        reply = self.post("tools/call", {"name": name, "arguments": arguments})
        assert reply.status == 200, reply.text
        result = reply.json["result"]
        [content] = result["content"]
        return Result(result["structuredContent"], content["text"], bool(result.get("isError")))
