"""Ranges that move with time: the last so many days."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

LastDays = Annotated[int, Field(ge=1, le=3660)]
"""Today and the days before it, in the question's time zone."""


def last_days(days: int, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """`from` and `to`, as a question says them, of the `days` days that end with today."""
    today = now.astimezone(zone).date()
    return {"from": (today - timedelta(days=days - 1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
