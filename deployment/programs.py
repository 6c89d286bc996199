"""Other programs that the command runs: SAM builds and deploys."""

import subprocess
from collections.abc import Sequence

from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import ROOT


def run(console: Console, command: Sequence[str], otherwise: str) -> None:
    """Run a program whose output the deployer sees; `otherwise` is said when it fails. Raises Failed."""
    console.call(" ".join(command))
    if console.dry:
        return
    try:
        done = subprocess.run(command, cwd=ROOT, check=False)
    except OSError as error:
        raise Failed(f"{command[0]} could not be started ({error.strerror}): run `make install`, then again.") from None
    if done.returncode:
        raise Failed(otherwise)


def output(command: Sequence[str]) -> list[str]:
    """The lines that a program prints. Raises Failed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command)} failed: {done.stderr.strip()}")
    return done.stdout.splitlines()
