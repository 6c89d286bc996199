"""The local stack over a small bundle of its own, in real processes behind real sockets."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

import pytest

from dev.stack import Stack
from host.runtime.launcher import Launcher
from host.runtime.logs import Logs
from host.template.variables import Variables
from tests.dev.client import Client
from tests.dev.waiting import Terminal

BUNDLE = Path(__file__).parent / "bundle"
VARIABLES = Variables(
    plain={"SPOOR_BASE_URL": "http://127.0.0.1:1"},
    secrets={"DATABASE_URL": "postgresql://query"},
    databases={"track": "postgresql://ingest"},
    caller={"GREETING": "hi", "PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://caller", "UNRELATED": "x"},
)

NewStack = Callable[..., tuple[Stack, Terminal]]


def _start(
    parts: ExitStack, template: Path, folder: Path, launcher: Launcher | None = None, *, trusting: bool = False
) -> tuple[Stack, StringIO]:
    terminal = StringIO()
    logs = Logs(folder, terminal)
    parts.callback(logs.close)
    stack = Stack(template, logs, 0, 0, launcher, trusting=trusting)
    parts.callback(stack.close)
    stack.warm(VARIABLES)
    stack.serve()
    return stack, terminal


@pytest.fixture(scope="session")
def shared_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, StringIO]]:
    """One stack for every test that leaves it as it was, and what its terminal shows."""
    with ExitStack() as parts:
        yield _start(parts, BUNDLE / "template.yaml", tmp_path_factory.mktemp("logs"))


@pytest.fixture
def stack(shared_stack: tuple[Stack, StringIO]) -> Stack:
    """The shared stack."""
    return shared_stack[0]


@pytest.fixture
def terminal(shared_stack: tuple[Stack, StringIO]) -> Terminal:
    """The shared stack's terminal, from now on."""
    return Terminal(shared_stack[1])


@pytest.fixture
def api(stack: Stack) -> Client:
    """Calls the HTTP API."""
    return Client(stack.port)


@pytest.fixture
def url(stack: Stack) -> Client:
    """Calls the function URL."""
    return Client(stack.ingest_port)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A copy of the bundle that a test may edit."""
    return Path(shutil.copytree(BUNDLE, tmp_path / "bundle", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture
def new_stack(tmp_path: Path) -> Iterator[NewStack]:
    """Starts stacks that end with the test: `new_stack(template, launcher, trusting=…)`."""
    with ExitStack() as parts:

        def start(template: Path, *given: Launcher, trusting: bool = False) -> tuple[Stack, Terminal]:
            stack, output = _start(parts, template, tmp_path / "logs", *given, trusting=trusting)
            return stack, Terminal(output)

        yield start
