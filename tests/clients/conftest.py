"""The running stack, somebody who owns an app on it, and browsers with Better Auth's client."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.clients.better_auth import AuthBrowser, Browsers, browsers
from tests.doubles.inbox import Inbox
from tests.owner import Owner
from tests.stack import UNPROTECTED, Stack, started


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack without what we do beyond Better Auth."""
    log = tmp_path_factory.mktemp("log") / "dev.log"
    with started(tmp_path_factory.mktemp("clients"), log, AUTH_FEATURES=UNPROTECTED) as running:
        yield running


@pytest.fixture(scope="session")
def stack(local_stack: Stack) -> Stack:
    """Where the clients' servers are."""
    return local_stack


@pytest.fixture
def owner(stack: Stack) -> Owner:
    """Somebody new."""
    return Owner(stack.url)


@pytest.fixture(scope="module")
def node_browsers() -> Iterator[Browsers]:
    """A node process for all browsers of a file."""
    with browsers() as running:
        yield running


@pytest.fixture
def new_browser(stack: Stack, node_browsers: Browsers) -> Callable[[], AuthBrowser]:
    """Opens browsers at the local stack."""
    return lambda: node_browsers.new(stack.url)


@pytest.fixture
def browser(new_browser: Callable[[], AuthBrowser]) -> AuthBrowser:
    """One of them."""
    return new_browser()


@pytest.fixture
def email() -> str:
    """An address that nobody has yet."""
    return f"{uuid4().hex}@example.com"


@pytest.fixture
def inbox(stack: Stack) -> Inbox:
    """What the local stack has mailed."""
    return Inbox(stack.data / "outbox")
