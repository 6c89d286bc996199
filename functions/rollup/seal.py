"""The seal function: on its schedule, puts closed days into the lake, where there is one."""

from typing import Any

from spoor.lake import place
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, logger


def handler(_: dict[str, Any], __: Any) -> dict[str, int]:
    """Lambda's entry; safe to run twice at once, and to be stopped anywhere. An error is raised, so that the alarm on
    errors sees it."""
    if not place.is_configured():
        return {}
    from rollup.lake.work import work  # with DuckDB, which nobody needs who has no lake

    became = work(place.configured())
    emit(**{f"Days{what.title().replace(' ', '')}": count for what, count in became.items()})
    logger.info("days sealed", extra={"days": became})
    return became


fetch_ahead()
