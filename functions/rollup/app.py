"""The rollup function: on every tick of the schedule, sweep away what has expired, send the mail that waits, bring
sessions up to the events."""

from dataclasses import asdict
from typing import Any

from rollup.outgoing_mail import deliver
from rollup.sessions.rounds import catch_up
from rollup.sweep import sweep
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, logger


def handler(_: dict[str, Any], __: Any) -> dict[str, dict[str, int]]:
    """Lambda's entry; safe to run twice at once. An error is raised, so that the alarm on errors sees it."""
    swept = sweep()
    emit(**{f"Expired{what.title()}": count for what, count in swept.items()})
    logger.info("swept", extra=swept)
    mail = deliver()
    emit(**{f"Mail{what.title()}": count for what, count in mail.items()})
    logger.info("mail delivered", extra=mail)
    caught_up = asdict(catch_up())
    emit(**{f"Sessions{what.title()}": count for what, count in caught_up.items()})
    logger.info("sessions kept", extra=caught_up)
    return {"swept": swept, "mail": mail, "sessions": caught_up}


fetch_ahead()
