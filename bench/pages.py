"""What the dashboard costs a browser, beside a peer's if there is one: `python -m bench.pages --help`."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.stack import started

ROOT = Path(__file__).parents[1]
EMAIL, PASSWORD = "demo@example.com", "a-month-of-events"
SLOW_LINK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 96_000}
SLOW_PROCESSOR = 4
WAIT_MS = 60_000
KILOBYTE = 1000
WATCH = """
window.seen = { shift: 0, longest: 0, largest: 0, figure: 0, complete: 0, clicked: 0 };
addEventListener("click", () => { seen.clicked = performance.now(); }, true);
const watch = (type, then) =>
  new PerformanceObserver((list) => list.getEntries().forEach(then)).observe({ type, buffered: true });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch("longtask", (entry) => { seen.longest = Math.max(seen.longest, entry.duration); });
watch("largest-contentful-paint", (entry) => { seen.largest = entry.startTime; });
new MutationObserver(() => {
  const drawn = [...document.querySelectorAll(".tile-value")].some((one) => /\\d/.test(one.textContent));
  if (drawn && !seen.figure) seen.figure = performance.now();
  const asks = document.querySelector("main [aria-busy=true], main .skeleton");
  const busy = !document.querySelector("main[aria-busy=false]") || asks;
  seen.complete = busy ? 0 : seen.complete || performance.now();
}).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
"""
AIMS: dict[str, float] = {
    "KB in all": 80,
    "KB of script": 60,
    "requests": 12,
    "requests until the first figure": 4,
    "first paint, ms": 500,
    "complete, ms": 1000,
    "shift": 0.05,
    "longest task, ms": 100,
    "filter redrawn, ms": 400,
    "slow: largest paint, ms": 2500,
}


@dataclass
class Traffic:
    """The requests of a page: `kilobytes` that came over the wire, those of scripts, and when each began, in ms."""

    kilobytes: float = 0
    of_script: float = 0
    begun: list[float] = field(default_factory=list)


def main() -> int:
    """The command line."""
    options = _options()
    with _site(options.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        rounds = [_measured(browser, url, options.email, options.password) for _ in range(options.rounds)]
        found = {name: median(each[name] for each in rounds) for name in rounds[0]}
        peer = _peer(browser, options.peer) if options.peer else {}
        browser.close()
    for name, value in found.items():
        aim = f"aim {AIMS[name]:g}" if name in AIMS else ""
        beside = f"peer {peer[name]:.1f}, {value / peer[name]:.2f} x" if peer.get(name) else ""
        print(f"{name:32} {value:9.2f}  {aim:12} {beside}")
    return 0


def _measured(browser: Browser, url: str, email: str, password: str) -> dict[str, float]:
    """A first load of the Overview, a filter put on it, and another load over a slow link."""
    with signed_in(browser, url, email, password) as context:
        _has_been_there(context)
        page, traffic = _watched(context)
        page.goto("/dashboard", wait_until="commit")
        settle(page)
        found = _figures(page, traffic)
        row = page.get_by_role("region", name="Devices").locator("button.bar-row").first
        row.click()
        settle(page)
        redrawn = page.evaluate("seen.complete - seen.clicked")
    with signed_in(browser, url, email, password) as context:
        _has_been_there(context)
        page, _ = _watched(context)
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_LINK)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        page.goto("/dashboard", wait_until="commit", timeout=WAIT_MS)
        settle(page)
        largest = page.evaluate("seen.largest")
    return found | {"filter redrawn, ms": redrawn, "slow: largest paint, ms": largest}


def _has_been_there(context: BrowserContext) -> None:
    """Let the browser know which app it looked at last, as it does every morning, and nothing of what it loaded."""
    page = context.new_page()
    page.goto("/dashboard", wait_until="commit")
    settle(page)
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.close()


def _peer(browser: Browser, url: str) -> dict[str, float]:
    """A peer's page that needs no sign-in, such as a shared one, until it asks for nothing more."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, traffic = _watched(context)
    page.goto(url, wait_until="networkidle", timeout=WAIT_MS)
    found = _figures(page, traffic)
    found["complete, ms"] = page.evaluate("Math.max(...performance.getEntries().map((one) => one.responseEnd ?? 0))")
    context.close()
    return found


def _figures(page: Page, traffic: Traffic) -> dict[str, float]:
    seen: dict[str, float] = page.evaluate("seen")
    origin: float = page.evaluate("performance.timeOrigin")
    paint: float = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    until = [began for began in traffic.begun if began - origin <= seen["figure"]]
    return {
        "KB in all": traffic.kilobytes,
        "KB of script": traffic.of_script,
        "requests": len(traffic.begun),
        "requests until the first figure": len(until),
        "first paint, ms": paint,
        "first figure, ms": seen["figure"],
        "complete, ms": seen["complete"],
        "shift": seen["shift"],
        "longest task, ms": seen["longest"],
    }


def _watched(context: BrowserContext) -> tuple[Page, Traffic]:
    context.add_init_script(WATCH)
    page, traffic = context.new_page(), Traffic()

    def finished(request: Any) -> None:
        if "/favicon" in request.url:
            return
        sizes = request.sizes()
        kilobytes = (sizes["responseBodySize"] + sizes["responseHeadersSize"]) / KILOBYTE
        traffic.kilobytes += kilobytes
        traffic.of_script += kilobytes if request.resource_type == "script" else 0
        traffic.begun.append(request.timing["startTime"])

    page.on("requestfinished", finished)
    return page, traffic


def settle(page: Page) -> None:
    """Wait until nothing is being asked."""
    page.wait_for_timeout(100)
    page.locator("main[aria-busy=false]").wait_for(state="attached", timeout=WAIT_MS)
    page.locator("main [aria-busy=true], main .skeleton").first.wait_for(state="detached", timeout=WAIT_MS)
    page.wait_for_load_state("networkidle", timeout=WAIT_MS)


@contextmanager
def signed_in(browser: Browser, url: str, email: str, password: str) -> Iterator[BrowserContext]:
    """A browser in which somebody is signed in. Exits where they may not."""
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    answer = context.request.post(
        "/api/auth/sign-in/email", data={"email": email, "password": password}, headers={"origin": url}
    )
    if not answer.ok:
        sys.exit(f"{url} does not let {email} in: fill it by `make demo`, or give --email and --password.")
    yield context
    context.close()


@contextmanager
def _site(url: str | None) -> Iterator[str]:
    """The address to measure: the one that is given, or a local stack with the demo in it, for as long as it takes."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "data", Path(folder) / "log") as stack:
        command = [sys.executable, "-m", "dev.demo", "--url", stack.url, "--ingest", stack.ingest]
        subprocess.run(command, env=os.environ, stdout=subprocess.DEVNULL, check=True)
        yield stack.url


def chromium_path() -> str:
    """Where Chromium is. Exits where there is none."""
    found = subprocess.run(["sh", str(ROOT / "scripts/chromium.sh")], capture_output=True, text=True, check=False)
    return found.stdout.strip() or sys.exit("There is no Chromium here: `make install` has it.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--url", help="Spoor's pages; without it a local stack is started and filled by the demo")
    parser.add_argument("--email", default=EMAIL, help="who signs in there (default: the demo's owner)")
    parser.add_argument("--password", default=PASSWORD, help="their password")
    parser.add_argument("--peer", help="a page of another product, to measure in the same run")
    parser.add_argument("--rounds", type=int, default=3, help="how often; medians are printed (default: 3)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
