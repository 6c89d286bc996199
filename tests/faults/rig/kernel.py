"""What the kernel knows of a process: its memory, and the processor's time that it took."""

import time
from pathlib import Path


def memory(pid: int, field: str) -> int:
    """Bytes of its memory: VmRSS is resident now, VmHWM the most since `forget_peak`."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    raise KeyError(field)


def forget_peak(pid: int) -> None:
    """Let VmHWM begin anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def worked(pid: int) -> float:
    """Seconds of the processor's time that all its threads took since it began; who waits for a turn takes none."""
    return time.clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes a process's clock
