"""What a function may not carry over from a snapshot of itself (SnapStart) into the many instances restored from it: a
connection, a secret that may have been rotated since, and the state of random numbers."""

import os
import random
import sys
from collections.abc import Callable


def is_expected() -> bool:
    """Whether Lambda starts this instance in order to take a snapshot of it."""
    return os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def arm(after: Callable[[], None]) -> None:
    """Let go of the connection before the snapshot; after each restore begin random numbers anew, and do `after`."""
    from snapshot_restore_py import register_after_restore, register_before_snapshot

    register_before_snapshot(_let_go)
    register_after_restore(random.seed)
    register_after_restore(after)


def _let_go() -> None:
    if database := sys.modules.get("spoor.database"):
        database.close()
