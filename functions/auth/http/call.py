"""One request to the auth surface, read but not yet judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from auth.http import cookies, source_address
from auth.http.site import BASE_PATH, Site, site
from spoor.accounts.activity import SecurityEvent


@dataclass
class Witness:
    """What becomes known, while a request is answered, of what happens and to whom: for the security log.

    Filled in on the way, since it is an endpoint that learns whom a request is about.

    `event` is None where nothing happens that is worth a line. `reason` is a code where something was refused by an
    answer that does not say so by its status, as redirects do. `more` is what happened as well.
    """

    event: SecurityEvent | None = None
    user_id: str | None = None
    session_id: str | None = None
    reason: str | None = None
    more: list[SecurityEvent] = field(default_factory=list)

    def sees(self, user_id: str | None, session_id: str | None = None) -> None:
        """It is about this user, in this session."""
        self.user_id = user_id
        self.session_id = session_id


@dataclass(frozen=True)
class Call:
    """A request, of which is read at first use what is not asked for every time.

    `path` is what follows /api/auth. `parameters` are the parts of it that its endpoint names, and `fields` is the
    body; both are empty until the gate has found them. `sessions` are the rows of its sign-in session, none or one,
    where they came with the count of the request. `witness` alone is
    written to on the way.
    """

    method: str
    path: str
    cookies: str
    content: bytes
    site: Site
    now: datetime
    event: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    sessions: Sequence[Mapping[str, Any]] | None = None
    witness: Witness = field(default_factory=Witness, repr=False)

    @classmethod
    def of(cls, event: Mapping[str, Any], content: bytes, now: datetime) -> "Call":
        """Read a payload 2.0 event of the HTTP API; `content` is its body, decoded.

        Only the gateway's own word counts for host and address: headers that claim either are not looked at.
        """
        context = event["requestContext"]
        path = event["rawPath"]
        return cls(
            method=context["http"]["method"],
            path=path.removeprefix(BASE_PATH) if path.startswith(BASE_PATH) else "",
            cookies=cookies.header_of(event),
            content=content,
            site=site(context.get("domainName") or ""),
            now=now,
            event=event,
        )

    @property
    def session_token(self) -> str | None:
        """The token of the sign-in session that it presents, validly signed."""
        return cookies.session_token(self.cookies, *self.site.keys, secure=self.site.secure)

    @cached_property
    def query(self) -> Mapping[str, Sequence[str]]:
        """The fields of the query, each with all its values."""
        return parse_qs(self.event.get("rawQueryString") or "", keep_blank_values=True)

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The headers, their names in small letters."""
        return {key.lower(): value.strip() for key, value in (self.event.get("headers") or {}).items()}

    @cached_property
    def source_address(self) -> str:
        """Where the request came from, in normal form."""
        return source_address.normal(self.event["requestContext"]["http"].get("sourceIp"))

    def asks(self, flag: str) -> bool:
        """Whether a query flag is set: any text sets it, even `false`."""
        return bool(self.event.get("rawQueryString")) and any(self.query.get(flag, ()))

    def queried(self, name: str) -> str:
        """A field of the query, "" where it was not sent; of one that was sent twice, the first."""
        return self.query.get(name, ("",))[0]
