"""A visitor in Chromium on somebody's site, whose events go down a line to the local stack's ingest."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg.rows import dict_row

from tests.people import Direct, sign_up, stored, track
from tests.stack import Stack
from tests.tracker.line import Line
from tests.tracker.site import Site

_PATIENCE = 20  # seconds until an event that does not come counts as lost

NewVisitor = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def inside(stack: Stack) -> Iterator[Direct]:
    """The stack's database, for looking at what is really stored."""
    with psycopg.connect(stack.database, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def line(stack: Stack) -> Iterator[Line]:
    line = Line(stack.ingest)
    yield line
    line.close()


@dataclass(frozen=True)
class Shop:
    """A site with an app of its own, and what is stored there."""

    site: Site
    key: str
    script: str
    ingest: str
    _database: Direct
    _app_id: str

    def set_up(self, **data: str) -> str:
        """The script element on every page, with these data attributes; gives the address of the first page."""
        attributes = {"key": self.key, "host": self.ingest, **data}
        said = " ".join(f'data-{name}="{value}"' for name, value in attributes.items())
        self.site.head = f'<script defer src="{self.script}" {said}></script>'
        return self.site.at("/")

    def wait_for(self, *names: str, **times: int) -> list[dict[str, Any]]:
        """What is stored, in order of time, as soon as these are among it, each as often as it is named or `times`."""
        wanted = Counter(names) + Counter(times)
        until = time.monotonic() + _PATIENCE
        while True:
            events = stored(self._database, self._app_id)
            found = Counter(event["name"] for event in events)
            if wanted <= found:
                return events
            assert time.monotonic() < until, f"{wanted} did not come; there is {found}"
            time.sleep(0.05)

    def names(self, last: str) -> list[str]:
        """The names of what is stored once `last` is there, which is left out."""
        return [event["name"] for event in self.wait_for(last) if event["name"] != last]

    def links_after(self, last: str) -> set[tuple[str, str]]:
        """The links once `last` is there."""
        self.wait_for(last)
        return self.links()

    def links(self) -> set[tuple[str, str]]:
        """Which anonymous ids belong to which other visitor."""
        rows = self._database.execute(
            "SELECT anonymous_id, visitor_id FROM spoor.identities"
            " WHERE app_id = %s::uuid AND anonymous_id <> visitor_id",
            [self._app_id],
        )
        return {(row["anonymous_id"], row["visitor_id"]) for row in rows}


def open_shop(stack: Stack, line: Line, inside: Direct) -> Shop:
    """A site, and an app of a new owner."""
    name = uuid4().hex
    app_id = track(inside, sign_up(inside, name), f"spk{name}")
    return Shop(Site(), f"spk{name}", f"{stack.ingest}/spoor.js", line.url, inside, app_id)


@pytest.fixture
def shop(stack: Stack, line: Line, inside: Direct) -> Iterator[Shop]:
    shop = open_shop(stack, line, inside)
    yield shop
    shop.site.close()


@pytest.fixture
def other_shop(stack: Stack, line: Line, inside: Direct) -> Iterator[Shop]:
    shop = open_shop(stack, line, inside)
    yield shop
    shop.site.close()


@pytest.fixture
def new_visitor(chromium: Browser) -> Iterator[NewVisitor]:
    """Makes browser profiles, under a name that is no robot's."""
    version = chromium.version.partition(".")[0]
    name = (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
    )
    contexts: list[BrowserContext] = []

    def make() -> BrowserContext:
        contexts.append(chromium.new_context(user_agent=name, locale="en-GB"))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(new_visitor: NewVisitor) -> BrowserContext:
    return new_visitor()


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()
