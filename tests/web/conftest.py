"""What the tests of the pages share: an ingest address, the local stack, and Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import forget_settings
from tests.stack import Stack, ordinary_context
from tests.web.shop import Shop

# What comes, comes, however slow the machine is on which all the other tests run meanwhile.
expect.set_options(timeout=20_000)
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
    context = ordinary_context(chromium)
    yield context.new_page()
    context.close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A site of somebody else, at another origin."""
    site = Shop()
    yield site
    site.close()
