"""PgBouncer in transaction mode, with an entry of its own for each kind of function."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from dev.programs.processes import free_port, hand_over, spawn, stop, unprivileged_user

ENTRIES = ("ingest", "query", "auth", "rollup")
DEFAULTS = {
    "pool_mode": "transaction",
    "default_pool_size": "10",
    "max_client_conn": "1000",
    "query_wait_timeout": "7",  # below the deadline of ingest, so that a full pool is told and not just felt
    "idle_transaction_timeout": "5",
    "server_login_retry": "1",
    "ignore_startup_parameters": "extra_float_digits",
    "application_name_add_host": "0",
}


class PoolerFailed(Exception):
    """PgBouncer did not start; the message holds the end of its log."""


@dataclass
class Pooler:
    """A running PgBouncer."""

    port: int
    user: str
    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, entry: str) -> str:
        """The URL of a pool entry, one of ENTRIES."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{entry}"

    def stop(self) -> None:
        """Stop it at once, cutting its clients."""
        stop(self.process, signal.SIGTERM)

    def kill(self) -> None:
        """End it without a word, for tests of what survives."""
        stop(self.process, signal.SIGKILL)

    def freeze(self) -> None:
        """Stop it from running, as a hung machine would, until `thaw`."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it run again after `freeze`."""
        self.process.send_signal(signal.SIGCONT)


def find() -> str | None:
    """The PgBouncer program, or None when it isn't installed."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"])
    return shutil.which("pgbouncer", path=path)


def start(
    server_url: str,
    folder: Path,
    port: int = 0,
    settings: Mapping[str, str] | None = None,
    logins: Mapping[str, str] | None = None,
) -> Pooler | None:
    """Start PgBouncer in front of `server_url`, its files in `folder`; None when it isn't installed.

    `settings` go over DEFAULTS; `logins` say as whom each entry signs in at the server, where not as the URL's user.
    Raises PoolerFailed.
    """
    program = find()
    if program is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    hand_over(folder)
    port = port or free_port()
    target = urlsplit(server_url)
    user = target.username or "postgres"
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(_configuration(server_url, port, folder, {**DEFAULTS, **(settings or {})}, logins or {}))
    (folder / "users.txt").write_text(f'"{user}" ""\n')
    for file in (configuration, folder / "users.txt"):
        if identity := unprivileged_user():
            os.chown(file, identity.pw_uid, identity.pw_gid)
    log = folder / "pgbouncer.log"
    with log.open("ab") as output:
        process = spawn([program, "-q", str(configuration)], output, unprivileged=True)
    pooler = Pooler(port, user, folder, process)
    _wait_ready(pooler, log)
    return pooler


def _configuration(
    server_url: str, port: int, folder: Path, settings: Mapping[str, str], logins: Mapping[str, str]
) -> str:
    target = urlsplit(server_url)
    server = f"host={target.hostname} port={target.port or 5432} dbname={target.path.lstrip('/')}"
    entries = {**dict.fromkeys(ENTRIES, target.username or "postgres"), **logins}
    lines = ["[databases]", *(f"{entry} = {server} user={login}" for entry, login in entries.items())]
    lines += ["", "[pgbouncer]"]
    lines += ["listen_addr = 127.0.0.1", f"listen_port = {port}", "unix_socket_dir ="]
    lines += ["auth_type = trust", f"auth_file = {folder / 'users.txt'}"]  # loopback only, like the Postgres behind it
    lines += [f"{name} = {value}" for name, value in settings.items()]
    return "\n".join(lines) + "\n"


def _wait_ready(pooler: Pooler, log: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and pooler.process.poll() is None:
        try:
            psycopg.connect(pooler.url("query"), connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.03)
    pooler.stop()
    raise PoolerFailed("PgBouncer did not start:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-8:]))
