"""Brings the local stack up, part by part, and takes it down in reverse."""

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from dev.database import pooler, postgres
from dev.migrate import LOCAL_LOGINS, LOCAL_USER, make_local_users
from dev.programs.keeper import Keeper
from dev.programs.lock import hold
from dev.services.outbox import Outbox
from dev.stack import Stack
from host.migration import migrate
from host.runtime.logs import Logs
from host.template.variables import Variables

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "template.yaml"


class DatabaseFailed(Exception):
    """The database could not be reached or brought up to date."""


@dataclass(frozen=True)
class Wishes:
    """What the caller asks for: ports, the data folder, an own database, variables for the functions, and whether a
    request may say where it comes from."""

    port: int
    ingest_port: int
    data: Path
    database_url: str | None
    direct_url: str | None
    caller: Mapping[str, str]
    template: Path
    trusting: bool = False

    @classmethod
    def of(cls, caller: Mapping[str, str], template: Path) -> "Wishes":
        """Read from environment variables; empty ones count as absent. Raises ValueError, naming the variable."""
        database = caller.get("DATABASE_URL") or None
        return cls(
            _port(caller, "SPOOR_PORT", 3000),
            _port(caller, "SPOOR_INGEST_PORT", 3001),
            Path(caller.get("SPOOR_DATA") or ".spoor").absolute(),
            database,
            caller.get("DIRECT_DATABASE_URL") or database,
            caller,
            template.absolute(),
            _flag(caller, "SPOOR_TRUST_FORWARDED_FOR"),
        )


@contextmanager
def up(wishes: Wishes) -> Iterator[Stack]:
    """The whole stack, serving. Raises what its parts raise."""
    wishes.data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as parts:
        parts.enter_context(hold(wishes.data / "lock"))
        logs = Logs(wishes.data / "logs")
        parts.callback(logs.close)
        ports = (wishes.port, wishes.ingest_port)
        stack = Stack(wishes.template, logs, *ports, trusting=wishes.trusting)  # first: a taken port is told at once
        parts.callback(stack.close)
        outbox = Outbox(wishes.data / "outbox", partial(logs.line, "mail"))
        parts.callback(outbox.close)
        urls = parts.enter_context(_database(wishes, logs))
        parts.callback(stack.close)  # again, since functions go before the database and the outbox that they use
        logs.line("dev", f"loading {len(stack.pools)} functions")
        stack.warm(_variables(wishes, stack, urls, outbox.endpoint))
        stack.serve()
        yield stack


@contextmanager
def _database(wishes: Wishes, logs: Logs) -> Iterator[dict[str, str]]:
    """The database's URLs by pool entry, migrated."""
    if wishes.database_url and wishes.direct_url:
        logs.line("dev", "migrating the database of DATABASE_URL, which functions use as it is")
        _migrate(wishes.direct_url)
        yield dict.fromkeys(pooler.ENTRIES, wishes.database_url)
        return
    logs.line("dev", f"starting Postgres in {wishes.data / 'postgres'}")
    data, folder = wishes.data / "postgres", wishes.data / "pgbouncer"
    with Keeper(partial(logs.line, "dev")) as keeper:
        server = postgres.start(data)
        keeper.keep("Postgres", server, lambda: postgres.start(data, server.port))
        logs.line("dev", "migrating")
        _migrate(server.url)
        make_local_users(server.url)
        direct = server.url_of(LOCAL_USER)
        running = pooler.start(direct, folder, logins=LOCAL_LOGINS)
        if running:
            port = running.port
            keeper.keep("PgBouncer", running, lambda: pooler.start(direct, folder, port, logins=LOCAL_LOGINS))
            yield {entry: running.url(entry) for entry in pooler.ENTRIES}
        else:
            logs.line("dev", "PgBouncer is not installed: functions connect straight to Postgres")
            yield {entry: server.url_of(login) for entry, login in LOCAL_LOGINS.items()}


def _migrate(direct_url: str) -> None:
    if (layer := str(ROOT / "layers" / "common")) not in sys.path:
        sys.path.insert(0, layer)  # the migrations compare with the layer's models
    from spoor.errors import Misconfigured

    try:
        migrate(direct_url)
    except (SQLAlchemyError, CommandError, Misconfigured) as error:
        cause = str(error).splitlines()[0]
        raise DatabaseFailed(f"The database can't be brought up to date: {cause}") from error


def _variables(wishes: Wishes, stack: Stack, urls: Mapping[str, str], mail_endpoint: str) -> Variables:
    ports = (stack.port, stack.ingest_port)
    plain = {
        "SPOOR_BASE_URL": f"http://127.0.0.1:{ports[0]}",
        "TRUSTED_ORIGINS": f"http://127.0.0.1:{ports[0]},http://localhost:{ports[0]}",
        "INGEST_URL": f"http://127.0.0.1:{ports[1]}",
        "AUTH_RATE_LIMIT": "false",
        "LAKE_URL": (wishes.data / "lake").as_uri(),
        "LAKE_CACHE": str(wishes.data / "lake-cache"),
    }
    hidden = {
        "DATABASE_URL": urls["query"],
        "BETTER_AUTH_SECRET": _secret(wishes.data / "auth-secret"),
        "API_TOKEN_SECRETS": _secret(wishes.data / "api-token-secrets"),
    }
    return Variables(plain, hidden, urls, wishes.caller, mail_endpoint=mail_endpoint)


def _secret(path: Path) -> str:
    """A secret of this data folder, made once and readable by its owner only: sessions and tokens outlive a restart."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _port(caller: Mapping[str, str], name: str, default: int) -> int:
    text = caller.get(name) or str(default)
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError(f"{name} is {text!r} and has to be a port from 0 (any free one) to 65535.")
    return int(text)


def _flag(caller: Mapping[str, str], name: str) -> bool:
    text = caller.get(name) or "false"
    if text not in {"true", "false"}:
        raise ValueError(f"{name} is {text!r} and has to be true or false.")
    return text == "true"
