"""Takes the pictures that README shows, of a running `make dev` with `make demo` in it: `make pictures`."""

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, ViewportSize, sync_playwright

from bench.pages import EMAIL, PASSWORD, chromium_path, settle, signed_in

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/pictures"
SIZE = ViewportSize(width=1280, height=860)
CHECKOUT = ("checkout started", "order completed")


def main() -> int:
    """The command line."""
    options = _options()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        with signed_in(browser, options.url, options.email, options.password) as context:
            page = context.new_page()
            page.set_viewport_size(SIZE)
            app = context.request.get("/api/apps").json()["apps"][0]["id"]
            _take(page, f"/dashboard/{app}", "overview.png")
            noted = context.request.get(f"/api/apps/{app}/annotations").json()["annotations"]
            _take(page, f"/dashboard/{app}/funnels?{_what_changed(noted)}", "what-changed.png")
            _take(page, f"/dashboard/{app}/retention?{urlencode({'by': '$channel'})}", "retention.png")
        browser.close()
    return 0


def _what_changed(annotations: list[dict[str, str]]) -> str:
    """The demo's checkout in the four days after the release that broke it, beside the days before."""
    released = next(each["at"] for each in annotations if "4.2.0" in each["text"])
    first = date.fromisoformat(released[:10])
    steps = [("step", json.dumps({"event": name})) for name in CHECKOUT]
    days = [("from", first.isoformat()), ("to", (first + timedelta(days=3)).isoformat()), ("timezone", "UTC")]
    return urlencode([*days, *steps, ("why", "yes")])


def _take(page: Page, path: str, name: str) -> None:
    page.goto(path, wait_until="commit")
    settle(page)
    page.screenshot(path=FOLDER / name, full_page=name == "what-changed.png")
    print(f"docs/pictures/{name}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pictures", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:3000", help="where the pages are (default: make dev's)")
    parser.add_argument("--email", default=EMAIL, help="who signs in (default: the demo's owner)")
    parser.add_argument("--password", default=PASSWORD, help="their password")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
