"""One request to the auth surface, read but not yet judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from auth import cookies, source_address
from auth.site import Site, site

_BASE_PATH = "/api/auth"


@dataclass(frozen=True)
class Call:
    """A request. `path` is what follows /api/auth; `fields` is empty until the body was found good."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    cookies: str
    content: bytes
    source_address: str
    site: Site
    now: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Mapping[str, Any], content: bytes, now: datetime) -> "Call":
        """Read a payload 2.0 event of the HTTP API; `content` is its body, decoded.

        Only the gateway's own word counts for host and address: headers that claim either are not looked at.
        """
        context = event["requestContext"]
        path = event["rawPath"]
        return cls(
            method=context["http"]["method"],
            path=path.removeprefix(_BASE_PATH) if path.startswith(_BASE_PATH) else "",
            query=parse_qs(event.get("rawQueryString") or "", keep_blank_values=True),
            headers={key.lower(): value.strip() for key, value in (event.get("headers") or {}).items()},
            cookies=cookies.header_of(event),
            content=content,
            source_address=source_address.normal(context["http"].get("sourceIp")),
            site=site(context.get("domainName") or ""),
            now=now,
        )

    def asks(self, flag: str) -> bool:
        """Whether a query flag is set: any text sets it, even `false`."""
        return any(self.query.get(flag, ()))
