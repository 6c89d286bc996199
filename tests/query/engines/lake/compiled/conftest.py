"""The compiled kernel alone: no database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from query.engines.lake.compiled import library
from tests.kernel import build

WithoutKernel = Callable[[], object]


@pytest.fixture(autouse=True)
def store() -> None:
    """None: nothing here asks for the lake's files."""


@pytest.fixture(autouse=True, scope="session")
def built() -> None:
    """The kernel for this machine."""
    build()


@contextmanager
def numpy_alone() -> Iterator[None]:
    """As where no kernel fits the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "FOLDER", library.FOLDER / "nowhere")
        yield
