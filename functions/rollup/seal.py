"""The seal function: on its schedule, puts closed days into the lake, where there is one."""

from datetime import timedelta
from typing import Any

from rollup import wakefulness
from spoor import correlation, nudges
from spoor.lake import place
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, logger

TICK = timedelta(minutes=15)
"""How often the schedule calls; the template says it, too."""

_IN_VAIN = {"broken", "months broken", "too large", "too many names"}
"""What comes out the same at the next run, and so is no reason to keep a database awake."""

_goes_on = False


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Lambda's entry; safe to run twice at once, and to be stopped anywhere. An error is raised, so that the alarm on
    errors sees it."""
    global _goes_on
    correlation.begin(event, context)
    if not place.is_configured():
        return {}
    occasion: list[str] = []
    try:
        occasion = wakefulness.occasion(event, TICK)
    except wakefulness.Asleep:
        if not _goes_on:
            return {}
    from rollup.lake.work import work  # with DuckDB, which nobody needs who has no lake

    became = work(place.configured())
    nudges.settle(occasion)
    # there may be more: no need to wait for the next hours, while the database is awake
    _goes_on = any(count for what, count in became.items() if what not in _IN_VAIN)
    emit(**{f"Days{what.title().replace(' ', '')}": count for what, count in became.items()})
    logger.info("days sealed", extra={"days": became})
    return became


fetch_ahead()
