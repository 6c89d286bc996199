"""Starting programs so that they never outlive us, and as another user where they refuse to run as root."""

import os
import pwd
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from host.runtime.parent import die_with_parent

SYSTEM_USER = "spoor-dev"


def spawn(
    command: Sequence[str], log: IO[bytes], *, unprivileged: bool = False, stop_signal: signal.Signals = signal.SIGKILL
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (Ctrl-C at the terminal is ours to handle), its output going to `log`."""
    arrange = die_with_parent(stop_signal)
    identity = unprivileged_user() if unprivileged else None

    def before_exec() -> None:
        if identity:  # first, since the kernel forgets the death signal when the user changes
            os.setgroups([])
            os.setgid(identity.pw_gid)
            os.setuid(identity.pw_uid)
        if arrange:
            arrange()

    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=before_exec,
    )


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals, patience: float = 5.0) -> None:
    """Ask `process` to end, and insist after `patience` seconds."""
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def unprivileged_user() -> pwd.struct_passwd | None:
    """The user that Postgres and PgBouncer run as when we are root, made if need be; None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)


def hand_over(path: Path) -> None:
    """Give a folder to the unprivileged user and let that user pass through the folders above it."""
    user = unprivileged_user()
    if user is None:
        return
    os.chown(path, user.pw_uid, user.pw_gid)
    let_pass(path)


def let_pass(path: Path) -> None:
    """Open the folders above `path` for passing through (not for listing), as the unprivileged user needs."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o011)


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
