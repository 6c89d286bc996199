"""The running stack, and somebody who owns an app on it."""

import pytest

from tests.owner import Owner
from tests.stack import Stack
from tests.stack import stack as stack


@pytest.fixture
def owner(stack: Stack) -> Owner:
    """Somebody new."""
    return Owner(stack.url)
