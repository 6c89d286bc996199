"""What a browser asked for, read from an event of the HTTP API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spoor.accounts.session_cookie import SECURE_PREFIX, SESSION_COOKIE

_SESSION_COOKIES = (SESSION_COOKIE, f"{SECURE_PREFIX}{SESSION_COOKIE}")


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """One request: `path` and `query` (without `?`) as the browser sent them, header names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "PageRequest":
        """Read a payload 2.0 event."""
        return cls(
            method=event["requestContext"]["http"]["method"],
            path=event["rawPath"],
            query=event.get("rawQueryString") or "",
            headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
            cookies=tuple(event.get("cookies") or ()),
        )

    @property
    def has_session_cookie(self) -> bool:
        """Whether a session cookie came along. Only the authorizer can tell whether it is worth anything."""
        pairs = (cookie.partition("=") for cookie in self.cookies)
        return any(name.strip() in _SESSION_COOKIES and value for name, _, value in pairs)
