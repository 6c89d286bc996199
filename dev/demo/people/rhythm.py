"""When people are about: by the hour of their own clocks, by the day of their week."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONES = {
    "America/New_York": 26,
    "Europe/Berlin": 24,
    "Europe/London": 13,
    "Asia/Kolkata": 13,
    "America/Los_Angeles": 12,
    "America/Sao_Paulo": 6,
    "Asia/Tokyo": 6,
}
"""How many of a hundred visitors live by which clock."""

COUNTRIES = {
    "America/New_York": "US",
    "Europe/Berlin": "DE",
    "Europe/London": "GB",
    "Asia/Kolkata": "IN",
    "America/Los_Angeles": "US",
    "America/Sao_Paulo": "BR",
    "Asia/Tokyo": "JP",
}

LANGUAGES = {
    "America/New_York": "en-US",
    "Europe/Berlin": "de-DE",
    "Europe/London": "en-GB",
    "Asia/Kolkata": "en-IN",
    "America/Los_Angeles": "en-US",
    "America/Sao_Paulo": "pt-BR",
    "Asia/Tokyo": "ja-JP",
}

_WEEK = (1.0, 1.08, 1.1, 1.05, 0.9, 0.45, 0.5)  # from Monday
_AT_A_DESK = (1, 1, 0.5, 0.5, 0.5, 1, 2, 5, 10, 15, 17, 16, 12, 14, 17, 16, 14, 10, 7, 6, 6, 5, 4, 2)
_ON_A_PHONE = (3, 2, 1, 1, 1, 2, 5, 9, 9, 8, 7, 8, 11, 9, 7, 7, 8, 10, 12, 14, 16, 16, 12, 7)


def busyness(day: date) -> float:
    """How busy a day is next to an ordinary Monday."""
    return _WEEK[day.weekday()]


def moment(day: date, zone: str, is_phone: bool, random: Random) -> datetime:
    """An instant (UTC) of the visitor's own `day` at which somebody with such a device is likely to be about."""
    hours = _ON_A_PHONE if is_phone else _AT_A_DESK
    [hour] = random.choices(range(24), hours)
    local = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC) + timedelta(seconds=random.randrange(3600), milliseconds=random.randrange(1000))
