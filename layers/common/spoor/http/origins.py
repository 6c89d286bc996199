"""Which origins are trusted: origins of URLs, and the patterns that name them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address

_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._~-]*)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#][^\\\x00-\x1f\x7f-\x9f\ud800-\udfff]*)?",
    re.IGNORECASE | re.ASCII,
)
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_SCRIPTING = {"javascript", "data", "vbscript", "blob", "file", "about"}
_IPV4_PATTERN = re.compile(r"[0-9*?]+(?:\.[0-9*?]+){3}")


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port; `port` is None where it is the scheme's own."""

    scheme: str
    host: str
    port: int | None

    @property
    def authority(self) -> str:
        """`host` or `host:port`."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


def origin_of(url: str) -> Origin | None:
    """The origin of an absolute URL, or None where two readers could disagree about it.

    Stricter than a browser: no credentials, backslashes, control letters, or hosts outside ASCII.
    """
    found = _URL.fullmatch(url)
    if found is None:
        return None
    scheme, host = found["scheme"].lower(), found["host"].lower()
    port = int(found["port"]) if found["port"] else None
    if scheme in _SCRIPTING or (scheme in _DEFAULT_PORTS and not host) or (port or 0) > 65535:
        return None
    return Origin(scheme, host, None if port == _DEFAULT_PORTS.get(scheme) else port)


def is_trusted(url: str, patterns: Iterable[str]) -> bool:
    """Whether the origin of `url` is one of `patterns`.

    A pattern is an origin (`https://app.example.com`), a scheme (`myapp://`), or has the wildcards `*` and `?`, with a
    scheme (`https://*.example.com`) or without (`*.example.com`). A port must match; none means the scheme's own.
    """
    origin = origin_of(url)
    return origin is not None and any(_matches(origin, pattern) for pattern in patterns)


def _matches(origin: Origin, pattern: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        named = origin_of(pattern)
        return named is not None and (origin == named if named.host else origin.scheme == named.scheme)
    _, separator, rest = pattern.rpartition("://")
    if _IPV4_PATTERN.fullmatch(rest.partition(":")[0]) and not _is_ipv4(origin.host):
        return False  # 192.168.*.* must not let 192.168.evil.example in
    subject = str(origin) if separator else origin.authority
    return bool(origin.host) and _glob(pattern).fullmatch(subject) is not None


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    return re.compile("".join(pieces.get(letter) or re.escape(letter) for letter in pattern.lower()))


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True
