"""Sessions, found the slow way: put a visitor's events on a line and cut it wherever the gap is too wide."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Visit = tuple[str, str, datetime, datetime | None]
"""App, anonymous id, start, and end: None while the session is open."""

Happened = tuple[str, str | None, datetime]
"""App, anonymous id and time of an event."""


def sessions(happened: Iterable[Happened], gaps: dict[str, timedelta], now: datetime) -> list[Visit]:
    """All sessions of the apps in `gaps`, each with its own gap, as they should be stored at `now`."""
    lines: dict[tuple[str, str], list[datetime]] = {}
    for app_id, anonymous_id, at in happened:
        if anonymous_id is not None and app_id in gaps:
            lines.setdefault((app_id, anonymous_id), []).append(at)
    found: list[Visit] = []
    for (app_id, anonymous_id), times in lines.items():
        for visit in cut(sorted(times), gaps[app_id]):
            is_open = now - visit[-1] <= gaps[app_id]
            found.append((app_id, anonymous_id, visit[0], None if is_open else visit[-1]))
    return sorted(found, key=lambda visit: visit[:3])


def cut(times: list[datetime], gap: timedelta) -> list[list[datetime]]:
    """Sorted times, in runs whose neighbours are no further apart than `gap`."""
    visits = [[times[0]]]
    for at in times[1:]:
        if at - visits[-1][-1] > gap:
            visits.append([])
        visits[-1].append(at)
    return visits
