"""What the tests of the pages share: an ingest address, the local stack, and Chromium."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import forget_settings
from tests.web.shop import Shop

ROOT = Path(__file__).parents[2]
INGEST = "https://in.example.com"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))
"""


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
            _, url, _, ingest = ready.split()
            yield Stack(url, ingest)
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
    assert status == 0, log.read_text()


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


@pytest.fixture
def context(chromium: Browser, stack: Stack) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=stack.url, timezone_id="Asia/Tehran", locale="en-GB")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=stack.url)
    context.add_init_script(REPORT_VIOLATIONS)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """What the browser complains about, on any page of the context."""
    heard: list[str] = []
    context.on("console", lambda said: heard.append(f"{said.type}: {said.text}") if said.type != "log" else None)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    return heard


@pytest.fixture
def elsewhere(chromium: Browser) -> Iterator[Page]:
    """Another visitor's browser, which does not say that it is driven by a program: posthog-js ignores robots."""
    version = chromium.version.partition(".")[0]
    name = (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
    )
    context = chromium.new_context(user_agent=name)
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    yield context.new_page()
    context.close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A site of somebody else, at another origin."""
    site = Shop()
    yield site
    site.close()
