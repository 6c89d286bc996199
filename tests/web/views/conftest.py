"""What tests of views share: two accounts with two apps each, full of what is hard to show, and a page signed in."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack
from tests.web.conftest import REPORT_VIOLATIONS
from tests.web.shop import send

ZONE = "Asia/Tehran"
LONG = "n" * 199 + "…"
#: Names and values that must stay text, wrap, and be told apart.
HARD = [LONG, "<img src=x onerror=alert(1)>", "🦊 fox", "שלום עולם", "a & b", "__proto__", "100%"]
_PAGES = ["/", "/pricing", "/docs", f"/{LONG}"]
_STEPS = {"steps": [{"event": "$pageview"}, {"event": "signed up"}, {"event": "order completed"}]}
_COUNTED: dict[str, Any] = {"interval": "day", "timezone": ZONE}
#: What stands on the board: names, widths, and the words of saved reports.
BOARD: list[tuple[str, str, dict[str, Any]]] = [
    ("Events a day", "twoThirds", {"report": "trends", "question": {**_COUNTED, "series": [{"event": None}]}}),
    ("Visitors <b>", "third", {"report": "overview", "question": {**_COUNTED, "lists": [{"property": "$pathname"}]}}),
    ("To an order", "half", {"report": "funnel", "question": {**_STEPS, "timezone": ZONE}}),
    ("Who returns", "half", {"report": "retention", "question": {"interval": "week", "periods": 4, "timezone": ZONE}}),
    (LONG[:100], "half", {"report": "sessions", "question": _COUNTED}),
    ("Rhythm", "third", {"report": "stickiness", "question": _COUNTED}),
    ("States", "third", {"report": "lifecycle", "question": _COUNTED}),
    ("Ways", "third", {"report": "paths", "question": {"depth": 3, "timezone": ZONE}}),
    (HARD[3], "half", {"report": "overview", "question": {**_COUNTED, "compare": "previous"}}),
]


@dataclass(frozen=True)
class Known:
    """Somebody with two apps: `app` has events, `other` has a few of its own."""

    email: str
    cookies: list[Any]
    app: str
    other: str
    board: str


class Viewer:
    """A browser page of somebody who is signed in, and the API with the same session."""

    def __init__(self, page: Page, context: BrowserContext, known: Known) -> None:
        self.page, self.known = page, known
        self._context = context

    def open(self, view: str = "", query: str = "", app: str = "") -> Page:
        """A view of the app, when all of it is there."""
        path = f"/dashboard/{app or self.known.app}" + (f"/{view}" if view and view != "overview" else "")
        self.page.goto(path + query.replace("{board}", self.known.board))
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing is being asked any more."""
        expect(self.page.locator("main[aria-busy=false]")).to_have_count(1, timeout=30_000)
        expect(self.page.locator("main [aria-busy=true]")).to_have_count(0, timeout=30_000)

    def ask(self, report: str, **question: Any) -> Any:
        """What the API answers, in the zone of the browser."""
        path = f"/api/apps/{self.known.app}/reports/{report}"
        answer = self._context.request.post(path, data={"timezone": ZONE, **question}, timeout=30_000)
        assert answer.ok, answer.text()
        return answer.json()

    def get(self, path: str) -> Any:
        """Another address of the API, below the app."""
        answer = self._context.request.get(f"/api/apps/{self.known.app}{path}", timeout=30_000)
        assert answer.ok, answer.text()
        return answer.json()

    def make_token(self) -> str:
        """An API token that may read."""
        words = {"name": "assistant", "scopes": ["read"], "expiresInDays": 1}
        answer = self._context.request.post("/api/tokens", data=words, timeout=30_000)
        assert answer.ok, answer.text()
        return str(answer.json()["token"])


def last_days(days: int) -> dict[str, str]:
    """The range that `?range=30d` means, in the zone of the browser."""
    from zoneinfo import ZoneInfo

    today = datetime.now(ZoneInfo(ZONE)).date()
    return {"from": (today - timedelta(days=days - 1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}


@pytest.fixture(scope="session")
def known(stack: Stack) -> Known:
    """Somebody whose app holds two weeks of forty visitors, a board and a cohort."""
    return somebody(stack)


def somebody(stack: Stack) -> Known:
    """A new account with two apps."""
    from http.cookiejar import CookieJar
    from urllib.request import HTTPCookieProcessor, Request, build_opener

    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    email = f"{uuid4()}@example.com"

    def call(path: str, body: object) -> Any:
        headers = {"origin": stack.url, "content-type": "application/json"}
        with opener.open(Request(stack.url + path, json.dumps(body).encode(), headers), timeout=30) as answer:
            return json.load(answer)

    call("/api/auth/sign-up/email", {"name": "Vera", "email": email, "password": "correct horse battery"})
    app = call("/api/apps", {"name": "Shop"})
    other = call("/api/apps", {"name": f"Other {LONG[:80]}"})
    for key, events in ((app["apiKey"], visits()), (other["apiKey"], visits()[:30])):
        status, receipt = send(stack.ingest, key, events)
        assert (status, receipt["accepted"]) == (200, len(events))
    board = keep(call, f"/api/apps/{app['id']}")
    cookies = [{"name": each.name, "value": each.value, "url": stack.url} for each in jar]
    return Known(email, cookies, str(app["id"]), str(other["id"]), board)


def keep(call: Callable[[str, Any], Any], root: str) -> str:
    """What an owner keeps: a cohort, and a board with words and a report of each kind; the board's id."""
    did = {"kind": "did", "event": "signed up", "lastDays": 90, "atLeast": 1}
    call(f"{root}/cohorts", {"name": HARD[1], "definition": did})
    tiles: list[dict[str, str]] = [{"text": f"# Every morning\n\n{HARD[1]} {HARD[3]} {LONG}", "width": "whole"}]
    for name, width, words in BOARD:
        saved = call(f"{root}/saved-reports", {"name": name, "lastDays": 30, **words})
        tiles.append({"savedReportId": saved["id"], "width": width})
    return str(call(f"{root}/dashboards", {"name": "Monday morning", "tiles": tiles})["id"])


def visits() -> list[dict[str, Any]]:
    """Forty visitors over two weeks: pages, a sign-up, an order; the hard names among them."""
    start = datetime.now(UTC) - timedelta(days=14)
    found: list[dict[str, Any]] = []
    for visitor in range(40):
        for visit in range(1 + visitor % 3):
            at = start + timedelta(days=(visitor * 5 + visit * 3) % 14, minutes=visitor)
            who = {
                "$device_type": ["Mobile", "Desktop", "Tablet"][visitor % 3],
                "$browser": ["Firefox", "Chrome"][visitor % 2],
            }
            who |= {
                "$os": ["iOS", "Windows", "Android"][visitor % 3],
                "$source": ["search", "direct", "social"][visitor % 3],
            }
            who |= {"$country": ["DE", "US", "JP", "IR"][visitor % 4], "$title": HARD[visitor % len(HARD)]}
            names = [
                "$pageview",
                *(["signed up"] if visitor % 2 else []),
                *(["order completed"] if visitor % 4 == 1 else []),
            ]
            names += [HARD[visitor % len(HARD)]] if visit == 0 else []
            for step, name in enumerate(names):
                money = {"value": 10**12 if visitor == 1 else visitor, "plan": None if visitor % 5 == 0 else "pro"}
                found.append(
                    {
                        "id": f"{visitor}-{visit}-{step}",
                        "name": name,
                        "anonymousId": f"visitor-{visitor}" if visitor else LONG,
                        "occurredAt": (at + timedelta(minutes=step)).isoformat(),
                        "properties": {**who, "$pathname": _PAGES[(visitor + visit) % 4], **money},
                    }
                )
    return found


@pytest.fixture
def open_viewer(chromium: Browser, stack: Stack, known: Known) -> Iterator[Callable[..., Viewer]]:
    """Makes viewers, each with options for its browser context."""
    with viewers(chromium, stack, known) as make:
        yield make


@contextmanager
def viewers(chromium: Browser, stack: Stack, known: Known) -> Iterator[Callable[..., Viewer]]:
    """Makes viewers, who go when the block is left: pages that stay open go on asking."""
    contexts: list[BrowserContext] = []

    def make(who: Known | None = None, **options: Any) -> Viewer:
        context = chromium.new_context(base_url=stack.url, timezone_id=ZONE, locale="en-GB", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=stack.url)
        context.add_init_script(REPORT_VIOLATIONS)
        context.add_cookies((who or known).cookies)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Viewer(context.new_page(), context, who or known)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def viewer(open_viewer: Callable[..., Viewer]) -> Iterator[Viewer]:
    """A page at 1440 px; whatever the browser complains of fails the test."""
    made = open_viewer(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    made.page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}") if said.type != "log" else None)
    made.page.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    assert complaints == []
