"""A request, a response, a refusal."""

from dataclasses import dataclass, field
from http.client import responses


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: `target` still percent-encoded, header names in lower case, repeated headers in order."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    peer: str = "127.0.0.1"
    scheme: str = "http"

    @property
    def path(self) -> str:
        """The target up to its question mark."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The target after its question mark, or an empty string."""
        return self.target.partition("?")[2]

    def values(self, name: str) -> list[str]:
        """Every value of a header, which may be sent more than once."""
        return [value for key, value in self.headers if key == name]

    def header(self, name: str) -> str | None:
        """The values of a header joined by commas, None where it is absent."""
        values = self.values(name)
        return ",".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; the length and the date are added when it is written."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def reason(self) -> str:
        """The words beside the status, for people who read the wire."""
        return responses.get(self.status, "Unknown")


class Refused(Exception):
    """A request that can't be served as it stands; `status` is what its sender is told before we hang up."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
