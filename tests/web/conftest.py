"""What the tests of the pages share: an ingest address, the local stack, and Chromium."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import forget_settings

ROOT = Path(__file__).parents[2]
INGEST = "https://in.example.com"


@pytest.fixture
def ingest_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """INGEST_URL as CloudFormation gives it: with a slash at its end."""
    monkeypatch.setenv("INGEST_URL", f"{INGEST}/")
    forget_settings()
    yield INGEST
    forget_settings()


@dataclass(frozen=True)
class Stack:
    """Where the local stack serves."""

    url: str
    ingest: str


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`python -m dev` with a database of its own, as somebody new starts it."""
    ours = {"DATABASE_URL", "DIRECT_DATABASE_URL", "BETTER_AUTH_SECRET", "SPOOR_BASE_URL", "INGEST_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"SPOOR_PORT": "0", "SPOOR_INGEST_PORT": "0", "SPOOR_DATA": str(tmp_path_factory.mktemp("spoor"))}
    log = tmp_path_factory.mktemp("log") / "dev.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "dev"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout
        with process.stdout:
            line = next((line for line in process.stdout if line.startswith("ready ")), None)
            assert line, f"the local stack did not start:\n{log.read_text()}"
            _, url, _, ingest = line.split()
            yield Stack(url, ingest)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, log.read_text()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    path = subprocess.run([ROOT / "scripts/chromium.sh"], capture_output=True, text=True, check=False).stdout.strip()
    assert path, "Chromium is needed: apt-get install chromium, or brew install --cask google-chrome"
    switches = ["--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        switches.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=switches)
        yield browser
        browser.close()
