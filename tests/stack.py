"""The local stack as somebody new starts it, and a browser to look at it with: fixtures for whoever imports them."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from psycopg import sql

from auth.features import PROTECTIONS

ROOT = Path(__file__).parents[1]
FORGETFUL = ("fsync", "full_page_writes")
"""What is off in a Postgres that need not outlive the machine's power; tests/faults has one that must."""
UNPROTECTED = ",".join(["deleteUser", *(f"-{protection}" for protection in sorted(PROTECTIONS))])
"""For AUTH_FEATURES, where answers shall be those of a Better Auth server."""
_ENVIRONMENT = {
    "AUTH_PLUGINS": "organization,twoFactor,passkey",
    "PASSKEY_RP_ID": "localhost",  # browsers have no passkeys for an address such as 127.0.0.1
    "TRUSTED_ORIGINS": "http://localhost:*",
}


@dataclass(frozen=True)
class Stack:
    """Where the local stack serves, its database past the pooler, and the folder of what it keeps."""

    url: str
    ingest: str
    database: str
    data: Path

    @property
    def secret(self) -> str:
        """What it signs with."""
        return (self.data / "auth-secret").read_text()

    @property
    def outbox(self) -> Path:
        """Where its mail lands."""
        return self.data / "outbox"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`python -m dev` with a database of its own, as somebody new starts it, with every plugin that pages have."""
    log = tmp_path_factory.mktemp("log") / "dev.log"
    with started(tmp_path_factory.mktemp("spoor"), log, **_ENVIRONMENT) as running:
        yield running


@contextmanager
def started(data: Path, log: Path, **variables: str) -> Iterator[Stack]:
    """The local stack with its data in the folder `data`, and with `variables` for its functions."""
    ours = {"DATABASE_URL", "DIRECT_DATABASE_URL", "BETTER_AUTH_SECRET", "SPOOR_BASE_URL", "INGEST_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"SPOOR_PORT": "0", "SPOOR_INGEST_PORT": "0", "SPOOR_DATA": str(data), **variables}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "dev"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout
            ready = next((line for line in process.stdout if line.startswith("ready ")), None)
            assert ready, f"the local stack did not start:\n{log.read_text()}"
            # Unread, its log lines would fill the pipe, and it would wait for a reader for ever.
            reader = threading.Thread(target=shutil.copyfileobj, args=(process.stdout, errors), daemon=True)
            reader.start()
            _, url, _, ingest = ready.split()
            port = (data / "postgres/postmaster.pid").read_text().splitlines()[3]
            running = Stack(url, ingest, f"postgresql://postgres@127.0.0.1:{port}/spoor", data)
            _make_forgetful(running.database)
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
        reader.join(10)
    assert status == 0, log.read_text()


def _make_forgetful(database: str) -> None:
    """Have Postgres not wait for the disk, nor write all out when it stops."""
    with psycopg.connect(database, autocommit=True) as connection:
        for setting in FORGETFUL:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_catalog.pg_reload_conf()")


def ordinary_context(chromium: Browser, **options: Any) -> BrowserContext:
    """A profile that does not say that a program drives it: some trackers ignore robots."""
    version = chromium.version.partition(".")[0]
    name = (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
    )
    context = chromium.new_context(user_agent=name, **options)
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    return context


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window; no longer than a file of tests needs it, since Playwright keeps an
    event loop running meanwhile, beside which no handler could run its own."""
    path = subprocess.run([ROOT / "scripts/chromium.sh"], capture_output=True, text=True, check=False).stdout.strip()
    assert path, "Chromium is needed: apt-get install chromium, or brew install --cask google-chrome"
    switches = ["--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        switches.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=switches)
        yield browser
        browser.close()
