"""What whoever runs the image wishes, read from the environment once and checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from host.gateway.proxies import Proxies
from host.mail.smtp import MailServer

KINDS = ("ingest", "query", "auth", "rollup")
"""The kinds of functions that may have a database URL of their own."""
MAY_BE_IN_FILES = (
    *("DATABASE_URL", "DIRECT_DATABASE_URL", *(f"{kind.upper()}_DATABASE_URL" for kind in KINDS), "SMTP_URL"),
    *("BETTER_AUTH_SECRET", "BETTER_AUTH_PREVIOUS_SECRET", "API_TOKEN_SECRETS"),
    *("GITHUB_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET", "OAUTH_CLIENT_SECRETS", "AWS_SECRET_ACCESS_KEY"),
)
"""What `NAME_FILE` may name a file for, as container engines mount secrets."""


def _default_instances() -> dict[str, int]:
    processors = os.cpu_count() or 1
    return {
        "ingest": 2 * processors,
        "auth": 2,
        "authorizer": 2,
        "query": 1 + processors,
        "mcp": 1,
        "alerts": 1,
        "web": 2,
        "drain": 1,
        "rollup": 1,
        "seal": 1,
    }


@dataclass(frozen=True)
class Configuration:
    """Sizes are in bytes, times in seconds."""

    database_url: str = field(repr=False)
    direct_url: str = field(repr=False)
    own_urls: Mapping[str, str] = field(repr=False)
    caller: Mapping[str, str] = field(repr=False)
    data: Path = Path("/data")
    address: str = "0.0.0.0"  # noqa: S104 - it exists to be reached
    port: int = 8080
    base_url: str = ""
    proxies: Proxies = field(default_factory=Proxies)
    certificate: tuple[Path, Path] | None = None
    mail_server: MailServer | None = None
    instances: Mapping[str, int] = field(default_factory=_default_instances)
    most_connections: int = 1000
    most_from_one: int = 64
    queue_bytes: int = 1024 * 1024 * 1024
    stop_s: int = 25
    ingest_port: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Configuration":
        """Raises ValueError, which names the variable and what it has to be."""
        caller = _with_files({name: value for name, value in given.items() if value})
        database_url = caller.get("DATABASE_URL")
        if not database_url:
            raise ValueError("Set DATABASE_URL to a Postgres: postgresql://user:password@host:5432/database.")
        port = _number(caller, "PORT", cls.port, 0, 65535)
        return cls(
            database_url,
            caller.get("DIRECT_DATABASE_URL", database_url),
            {kind: caller[name] for kind in KINDS if (name := f"{kind.upper()}_DATABASE_URL") in caller},
            caller,
            Path(caller.get("SPOOR_DATA", str(cls.data))).absolute(),
            caller.get("BIND", cls.address),
            port,
            _origin(caller.get("SPOOR_BASE_URL", "")),
            Proxies.of(caller.get("TRUSTED_PROXIES", ""), caller.get("CLIENT_ADDRESS_HEADER", "")),
            _certificate(caller),
            MailServer.of(caller["SMTP_URL"]) if "SMTP_URL" in caller else None,
            _instances(caller.get("INSTANCES", "")),
            _number(caller, "MOST_CONNECTIONS", cls.most_connections, 10, 20_000),
            _number(caller, "MOST_CONNECTIONS_FROM_ONE", cls.most_from_one, 1, 20_000),
            _number(caller, "QUEUE_MAX_MB", 1024, 1, 1_000_000) * 1024 * 1024,
            _number(caller, "STOP_SECONDS", cls.stop_s, 0, 600),
            _number(caller, "INGEST_PORT", 0, 0, 65535) if "INGEST_PORT" in caller else None,
        )


def _with_files(caller: dict[str, str]) -> dict[str, str]:
    """The variables, those too that name a file which holds the value (`DATABASE_URL_FILE`)."""
    found = dict(caller)
    for name in MAY_BE_IN_FILES:
        path = caller.get(f"{name}_FILE")
        if path is None or name in caller:
            continue
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise ValueError(f"{name}_FILE names {path}, which cannot be read: {error}.") from None
    return found


def _number(caller: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = caller.get(name, str(default))
    if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
        raise ValueError(f"{name} is {text!r} and has to be a whole number from {low} to {high}.")
    return int(text)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}):
        raise ValueError(f"SPOOR_BASE_URL is {text!r} and has to be an origin: https://spoor.example.com.")
    return f"{parts.scheme}://{parts.netloc}" if text else ""


def _certificate(caller: Mapping[str, str]) -> tuple[Path, Path] | None:
    certificate, key = caller.get("TLS_CERTIFICATE"), caller.get("TLS_KEY")
    if bool(certificate) != bool(key):
        raise ValueError("TLS_CERTIFICATE and TLS_KEY go together: the paths of two PEM files.")
    return (Path(certificate), Path(key)) if certificate and key else None


def _instances(text: str) -> dict[str, int]:
    found = _default_instances()
    for word in filter(None, (word.strip() for word in text.split(","))):
        name, _, count = word.partition("=")
        if name not in found or not (count.isascii() and count.isdecimal()) or not 1 <= int(count) <= 100:
            known = ", ".join(found)
            raise ValueError(f"INSTANCES has {word!r}: it takes ingest=4,query=2 and so on, 1 to 100 each of {known}.")
        found[name] = int(count)
    return found
