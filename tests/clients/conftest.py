"""The running stack, and somebody who owns an app on it."""

import pytest

from tests.owner import Owner
from tests.stack import Stack


@pytest.fixture
def owner(stack: Stack) -> Owner:
    """Somebody new."""
    return Owner(stack.url)
