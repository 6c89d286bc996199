"""Requests to a provider: few seconds, few bytes, no redirects. Import it where it is used: httpx takes its time."""

import json
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from time import monotonic
from types import TracebackType
from typing import Any, Self

import httpx

from auth.social.oauth import outside
from auth.social.oauth.failure import ProviderFailed

IN_ALL_S = 6.0
"""Seconds for everything that one request of ours asks of a provider; the database and the answer need time, too."""

LARGEST = 256 * 1024
"""Bytes of an answer; those that are expected have a few thousand."""

_STEP_S = 3.0  # seconds for each step: to connect, to send, to wait for the next piece


@dataclass(frozen=True)
class ProviderReply:
    """What a provider answered, in the words that Authlib expects of a response."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        """The body. Raises ValueError where it is no JSON."""
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        """Raises ProviderFailed unless the status says success."""
        if not 200 <= self.status_code < 300:
            raise ProviderFailed(f"status {self.status_code}")


class Outbound:
    """Speaks with a provider during one request of ours; use it in a `with`, which hangs up."""

    def __init__(self) -> None:
        self._deadline = monotonic() + IN_ALL_S
        self._client = httpx.Client(
            verify=_tls(),
            mounts={"https://": outside.transport(_tls())},  # plain http is spoken on one's own machine alone
            follow_redirects=False,  # an answer that points elsewhere is no answer
            trust_env=False,
            headers={"user-agent": "spoor", "accept": "application/json", "accept-encoding": "identity"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, it: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None, or_none: Collection[int] = ()) -> Any:
        """The JSON at `url`; None for a status of `or_none`. Raises ProviderFailed, for any other status as well."""
        reply = self._ask("GET", url, headers or {}, b"")
        if reply.status_code in or_none:
            return None
        reply.raise_for_status()
        try:
            return reply.json()
        except (ValueError, RecursionError) as error:
            raise ProviderFailed("no JSON") from error

    def post(self, url: str, headers: Mapping[str, str], form: str) -> ProviderReply:
        """What `url` answers to a form that is encoded already. Raises ProviderFailed."""
        return self._ask("POST", url, headers, form.encode())

    def _ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> ProviderReply:
        try:
            with self._client.stream(
                method, url, headers=dict(headers), content=content, timeout=min(_STEP_S, self._left())
            ) as answer:
                if answer.headers.get("content-encoding", "identity") != "identity":
                    raise ProviderFailed("compressed, which it was asked not to be")
                return ProviderReply(answer.status_code, self._read(answer))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise ProviderFailed(type(error).__name__) from error

    def _read(self, answer: httpx.Response) -> bytes:
        found = bytearray()
        for piece in answer.iter_raw():
            found += piece
            self._left()
            if len(found) > LARGEST:
                raise ProviderFailed(f"more than {LARGEST} bytes")
        return bytes(found)

    def _left(self) -> float:
        left = self._deadline - monotonic()
        if left <= 0:
            raise ProviderFailed("too slow")
        return left


@cache
def _tls() -> ssl.SSLContext:
    """The trusted authorities, read once: that takes longer than most requests."""
    return httpx.create_ssl_context()
