"""The alerts function: at every tick of its schedule at which there may be something to look at, asks what is due."""

from datetime import datetime, timedelta
from typing import Any

from spoor import correlation, nudges
from spoor.nudges import QueueSilent
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, logger
from spoor.time import utc_now

TICK = timedelta(minutes=5)
"""How often the schedule calls; the template says it, too."""
ROLLUP = "ROLLUP_NUDGES_URL"
"""Of what says where rollup looks, which sends what is told."""


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Lambda's entry; safe to run twice at once, and to be stopped anywhere. An error is raised, so that the alarm on
    errors sees it, and the nudges of that run come again. A tick without a nudge asks no database: rollup nudges where
    it is awake in any case and something is due, and alerts that may wake it have a nudge of their own."""
    correlation.begin(event, context)
    occasion: list[str] = []
    if nudges.is_configured():
        try:
            occasion = nudges.take()
        except QueueSilent as error:
            logger.warning("nobody can tell whether alerts are due", reason=str(error))
        else:
            if not occasion:
                return {}
    from query.alerts.check import check, next_waking  # with all reports, which a tick without work can do without

    done = check()
    _ask_for_others(done, next_waking())
    nudges.settle(occasion)
    emit(**{f"Alerts{what.title().replace('_', '')}": count for what, count in done.items()})
    logger.info("alerts looked at", extra=done)
    return done


def _ask_for_others(done: dict[str, int], waking: datetime | None) -> None:
    """Rollup sends what is to be told; what is left is looked at by the next tick; what may wake the database does."""
    if done["to_send"] or done["mailed"]:
        nudges.nudge(queue=ROLLUP)
    if done["left"]:
        nudges.nudge()
    elif waking is not None:
        nudges.nudge_at(waking, utc_now())


fetch_ahead()
