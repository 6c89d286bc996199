"""Spoor as the demo reaches it: over HTTP, signed in like anybody else."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_PATIENCE = 60  # seconds; beyond what any function of Spoor may take
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Unreachable(Exception):
    """Nothing answers at an address."""


class Answer(NamedTuple):
    """An HTTP answer; `body` is its JSON, or None where it has none."""

    status: int
    body: Any
    retry_after: float | None


class Site:
    """One address of Spoor and the cookies it has set."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        # A proxy that the environment names is for the world outside, not for this machine.
        proxies = [urllib.request.ProxyHandler({})] if is_local(url) else []
        self._opener = urllib.request.build_opener(cookies, *proxies)

    def ask(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a request, whatever its status. Raises Unreachable."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json", "origin": self.url, **(headers or {})}
        request = urllib.request.Request(f"{self.url}{path}", data, sent, method=method)  # noqa: S310  # checked by is_url
        try:
            with self._opener.open(request, timeout=_PATIENCE) as reply:
                return _answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return _answer(refused.code, refused.headers, refused.read())
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(self.url) from error


def is_url(text: str) -> bool:
    """Whether `text` is the address of a web server."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_local(url: str) -> bool:
    """Whether an address is on this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _answer(status: int, headers: Message, text: bytes) -> Answer:
    try:
        body = json.loads(text) if text else None
    except ValueError:
        body = None
    wait = headers.get("retry-after") or ""
    return Answer(status, body, float(wait) if wait.isdecimal() else None)
