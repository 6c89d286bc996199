"""Calls functions by the clock: rate(...) and cron(...) as EventBridge reads them, in UTC."""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from host.template.bundle import Schedule
from host.template.cloudformation import PSEUDO_PARAMETERS

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_FIELDS: tuple[tuple[int, int, list[str]], ...] = (
    (0, 59, []),
    (0, 23, []),
    (1, 31, []),
    (1, 12, _MONTHS),
    (1, 7, _DAYS),
    (1970, 2199, []),
)


class UnknownExpression(Exception):
    """A schedule that can't be run here; the message says what can."""


def next_time(expression: str, now: datetime) -> datetime:
    """When the schedule calls next, after `now` (aware, UTC). Raises UnknownExpression."""
    if match := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return now + timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    match = re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)", expression)
    if match is None:
        raise UnknownExpression(f"{expression} is neither rate(...) nor cron(...)")
    minutes, hours, days, months, weekdays, years = (
        _values(text, *field) for text, field in zip(match.groups(), _FIELDS, strict=True)
    )
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(366 * 8):  # the twenty-ninth of February is never further away
        fits = day.month in months and day.year in years and day.day in days and day.isoweekday() % 7 + 1 in weekdays
        if fits:
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    time = day.replace(hour=hour, minute=minute)
                    if time > now:
                        return time
        day += timedelta(days=1)
    raise UnknownExpression(f"{expression} never comes")


def event_of(schedule: Schedule, now: datetime) -> bytes:
    """The event of a call: the rule's own input, or EventBridge's."""
    if schedule.input is not None:
        return schedule.input.encode()
    source, kind = ("scheduler", "schedule/default") if schedule.scheduler else ("events", "rule")
    region, account = PSEUDO_PARAMETERS["AWS::Region"], PSEUDO_PARAMETERS["AWS::AccountId"]
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": f"aws.{source}",
        "account": account,
        "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:{source}:{region}:{account}:{kind}/{schedule.name}"],
        "detail": "{}" if schedule.scheduler else {},
    }
    return json.dumps(event).encode()


class Clock:
    """Calls `run` with an event whenever `schedule` comes round, from a thread of its own."""

    def __init__(self, schedule: Schedule, run: Callable[[bytes], None]) -> None:
        self._schedule = schedule
        self._run = run
        self._stopped = threading.Event()
        next_time(schedule.expression, datetime.now(UTC))  # an unknown expression is told at the start
        self._thread = threading.Thread(target=self._tick, name=f"clock {schedule.name}", daemon=True)

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def stop(self) -> None:
        """Call no more."""
        self._stopped.set()

    def _tick(self) -> None:
        due = next_time(self._schedule.expression, datetime.now(UTC))
        while not self._stopped.wait(max((due - datetime.now(UTC)).total_seconds(), 0)):
            threading.Thread(target=self._run, args=(event_of(self._schedule, due),), daemon=True).start()
            due = next_time(self._schedule.expression, max(due, datetime.now(UTC) - timedelta(seconds=1)))


def _values(text: str, low: int, high: int, names: list[str]) -> set[int]:
    return {value for part in text.split(",") for value in _range(part, low, high, names)}


def _range(part: str, low: int, high: int, names: list[str]) -> Iterator[int]:
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    if first in {"*", "?"}:
        start, end = low, high
    else:
        start = _number(first, low, high, names)
        end = _number(last, low, high, names) if last else (high if step else start)
    if step and (not step.isdecimal() or int(step) == 0):
        raise UnknownExpression(f"{part} has no number after its slash")
    return iter(range(start, end + 1, int(step or 1)))


def _number(text: str, low: int, high: int, names: list[str]) -> int:
    if text.upper() in names:
        return names.index(text.upper()) + low
    if not text.isdecimal() or not low <= int(text) <= high:
        raise UnknownExpression(f"{text} is not understood here: numbers from {low} to {high}, names, , - / * ? are")
    return int(text)
