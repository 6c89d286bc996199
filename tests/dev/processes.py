"""Looks at processes from outside."""

import subprocess
import time


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet doesn't."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in {"", "Z"}


def descendants(pid: int) -> set[int]:
    """Every process below `pid`."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in table.splitlines()}
    found: set[int] = set()
    generation = {pid}
    while generation:
        generation = {child for child, parent in parents.items() if parent in generation}
        found |= generation
    return found


def mentioning(text: str) -> set[int]:
    """Every process with `text` in its command line."""
    table = subprocess.run(["ps", "-wweo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in table.splitlines() if text in line}


def child(pid: int, program: str) -> int | None:
    """The direct child of `pid` whose program file is called `program`, if it runs."""
    table = subprocess.run(["ps", "-wweo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    for line in table.splitlines():
        own, parent, state, path, *_ = line.split()
        if int(parent) == pid and state[0] != "Z" and path.rpartition("/")[2] == program:
            return int(own)
    return None


def wait_gone(pids: set[int] | list[int], seconds: float = 10.0) -> set[int]:
    """Those of `pids` that still run after at most `seconds`."""
    deadline = time.monotonic() + seconds
    left = set(pids)
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if is_alive(pid)}
        time.sleep(0.02)
    return left
