"""The rollup function: on every tick of the schedule, sweep away what has expired, bring sessions up to the events."""

from dataclasses import asdict
from typing import Any

from rollup.sessions import keep
from rollup.sweep import sweep
from spoor.telemetry import emit, logger


def handler(_: dict[str, Any], __: Any) -> dict[str, dict[str, int]]:
    """Lambda's entry; safe to run twice at once. An error is raised, so that the alarm on errors sees it."""
    swept = sweep()
    emit(**{f"Expired{what.title()}": count for what, count in swept.items()})
    logger.info("swept", extra=swept)
    kept = asdict(keep())
    emit(**{f"Sessions{what.title()}": count for what, count in kept.items()})
    logger.info("sessions kept", extra=kept)
    return {"swept": swept, "sessions": kept}
