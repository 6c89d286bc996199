"""When rollup asks the database: where somebody nudged, and four times a day in any case."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from spoor import nudges
from spoor.nudges import QueueSilent
from spoor.telemetry import logger

TICK = timedelta(minutes=5)
"""How often the schedule calls; the template says it, too."""

HOURS = timedelta(hours=6)
"""How often it works in any case, from midnight UTC on: the salts of a day end when it does."""


class Asleep(Exception):
    """Nothing has happened and it is not time: the database is left alone."""


def occasion(event: Mapping[str, Any], tick: timedelta = TICK) -> list[str]:
    """The nudges for which a run is due; none where it is due without one.

    Where nobody can tell whether there are nudges it is due: rather a database woken for nothing than mail forgotten.

    Raises Asleep.
    """
    if not nudges.is_configured():
        return []
    try:
        found = nudges.take()
    except QueueSilent as error:
        logger.warning("nobody can tell whether there is work", reason=str(error))
        return []
    if not found and not is_time(event, tick=tick):
        raise Asleep
    return found


def is_time(event: Mapping[str, Any], every: timedelta = HOURS, tick: timedelta = TICK) -> bool:
    """Whether a tick is the first of its hours; a call that is no tick is always in time."""
    try:
        at = datetime.fromisoformat(event["time"])
    except (KeyError, TypeError, ValueError):
        return True
    at = at.astimezone(UTC)
    return (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) % every < tick
