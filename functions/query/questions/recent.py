"""Ranges that move with time: the last so many days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from spoor.time import zone_called

LastDays = Annotated[int, Field(ge=1, le=3660)]
"""Today and the days before it, in the question's time zone."""


def last_days(days: int, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """`from` and `to`, as a question says them, of the `days` days that end with today."""
    today = now.astimezone(zone).date()
    return {"from": (today - timedelta(days=days - 1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}


def with_range(question: Mapping[str, Any], days: int | None, now: datetime) -> dict[str, Any]:
    """The question with the last days for its range; as it is where that has one of its own, and `days` is None.

    A time zone that is none is left for the question itself to refuse, together with all else that is wrong in it.
    """
    if days is None:
        return dict(question)
    try:
        zone = zone_called(question.get("timezone", "UTC"))
    except (ValueError, TypeError):
        zone = zone_called("UTC")
    return {**question, **last_days(days, now, zone)}
