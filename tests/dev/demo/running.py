"""Runs the demo's command as people do."""

import os
import subprocess
import sys

from dev.stack import Stack
from dev.up import ROOT


def demo(stack: Stack, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, on that stack."""
    ports = {"SPOOR_PORT": str(stack.port), "SPOOR_INGEST_PORT": str(stack.ingest_port)}
    return subprocess.run(
        [sys.executable, "-m", "dev.demo", *options],
        cwd=ROOT,
        env={**os.environ, **ports},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
