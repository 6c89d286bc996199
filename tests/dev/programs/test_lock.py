"""One stack per folder."""

import os
from pathlib import Path

import pytest

from dev.programs.lock import AlreadyRunning, hold


def test_the_second_is_told_who_was_first(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with hold(lock):
        with pytest.raises(AlreadyRunning, match=f"^{os.getpid()}$"), hold(lock):
            pass
        assert lock.exists()
    assert not lock.exists()


def test_a_lock_file_that_a_killed_process_left_locks_nobody_out(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("4711\n")
    with hold(lock):
        assert lock.read_text() == f"{os.getpid()}\n"
    assert not lock.exists()
