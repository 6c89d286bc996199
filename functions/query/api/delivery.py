"""How an answer to a read goes out: with a tag of its content, not at all to who has it, compressed for who takes that.

What is said in answers to anything else may be a secret that is told once, and is neither kept nor compressed.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spoor.http.accept import accepts_gzip
from spoor.http.compression import SMALLEST, gzipped
from spoor.http.entity_tags import is_named, tag_of

_QUESTIONS = re.compile(r"/api/apps/[^/]+/reports(/.*)?")
"""Where questions are posted, which change nothing."""
_WITH_A_KEY = re.compile(r"/api/apps(/[^/]+)?")
"""Where apps are read: ingest keys are public, but which key is whose is nobody's to keep."""
_VARY = "accept, accept-encoding"


class Delivery:
    """Lets an answer of 200 to a read go out so; all others, apps with their keys, and what says itself how it is kept,
    as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request."""
        if not _is_read(scope):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        start: Message = {}
        body = bytearray()

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            plain = start["status"] != 200 or "cache-control" in Headers(raw=start["headers"])
            content = bytes(body) if plain else _delivered(asked, start, bytes(body))
            await send(start)
            await send({"type": "http.response.body", "body": content})

        await self.app(scope, receive, hold)


def _is_read(scope: Scope) -> bool:
    if scope["method"] == "GET":
        return _WITH_A_KEY.fullmatch(scope["path"]) is None
    return scope["method"] == "POST" and _QUESTIONS.fullmatch(scope["path"]) is not None


def _delivered(asked: Headers, start: Message, body: bytes) -> bytes:
    """The body as it goes out; what is said of it is put into the start of the answer."""
    said = MutableHeaders(raw=start["headers"])
    said["etag"] = f'W/"{tag_of(body)}"'
    said["vary"] = _VARY
    said["cache-control"] = "private, no-cache"
    if is_named(said["etag"], asked.get("if-none-match", "")):
        start["status"] = 304
        for name in ("content-length", "content-disposition"):
            del said[name]
        body = b""
    elif len(body) >= SMALLEST and accepts_gzip(asked.get("accept-encoding", "")):
        body = gzipped(body)
        said["content-encoding"] = "gzip"
        said["content-length"] = str(len(body))
    start["headers"] = said.raw
    return body
