"""The rollup function: on every tick of the schedule, sweep away what has expired."""

from typing import Any

from rollup.sweep import sweep
from spoor.telemetry import emit, logger


def handler(_: dict[str, Any], __: Any) -> dict[str, int]:
    """Lambda's entry; safe to run twice at once. An error is raised, so that the schedule's own retry sees it."""
    swept = sweep()
    emit(**{f"Expired{what.title()}": count for what, count in swept.items()})
    logger.info("swept", extra=swept)
    return swept
