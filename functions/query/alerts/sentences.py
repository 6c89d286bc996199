"""What an alert says: a sentence a reader understands without looking, in their zone, and a line of characters."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from query.alerts.numbers import Kind
from query.alerts.rules import Rule, Schedule
from query.questions.comparison import Span

_BLOCKS = "▁▂▃▄▅▆▇█"
_DAY = timedelta(days=1)
_LONGEST_VALUE = 60


def written(value: float | None, kind: Kind) -> str:
    """A number as people read it."""
    if value is None:
        return "no value"
    if kind == "rate":
        return f"{_plain(100 * value)} %"
    if kind == "seconds":
        minutes, seconds = divmod(round(value), 60)
        hours, minutes = divmod(minutes, 60)
        return " ".join(f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if n) or "0 s"
    return _plain(value)


def period(span: Span, zone: ZoneInfo) -> str:
    """When that was: a day by its date, and anything else from and to."""
    first, last = (each.astimezone(zone) for each in span)
    whole = first.time() == last.time() == datetime.min.time()
    if whole:
        final = (last.replace(tzinfo=None) - _DAY).date()
        return f"on {_date(first)}" if final == first.date() else f"from {_date(first)} to {_date(final)}"
    if first.date() == last.date():
        return f"on {_date(first)} from {first:%H:%M} to {last:%H:%M}"
    return f"from {_date(first)}, {first:%H:%M} to {_date(last)}, {last:%H:%M}"


def sentence(
    rule: Rule, called: str, kind: Kind, span: Span, zone: ZoneInfo, now: float | None, was: float | None
) -> str:
    """What there is to be told."""
    said = called[:1].upper() + called[1:]
    if not isinstance(rule, Schedule) and rule.silent_for is not None:
        return f"{said}: nothing has arrived for {_length(rule.silent_for)}, since {_moment(span.start, zone)}."
    begin = f"{said}: {written(now, kind)} {period(span, zone)}"
    if isinstance(rule, Schedule) or rule.changed_by is not None:
        return f"{begin}{_compared(kind, now, was)}."
    if rule.above is not None:
        return f"{begin}, which is above {written(rule.above, kind)}."
    return f"{begin}, which is below {written(rule.below, kind)}."


def because(found: Any, kind: Kind, zone: ZoneInfo) -> str:
    """What the report `changes` found out, in its words; nothing where it knows nothing."""
    if found is None:
        return ""
    if not found.significant:
        return "That does not go beyond chance."
    if not found.causes:
        return "More than chance, and no single value explains it." + _began(found, zone)
    cause = found.causes[0]
    rest = "the rest moved, too" if cause.without_it.significant else "nothing else moved beyond chance"
    share = f"That is {written(min(cause.share, 1), 'rate')} of the change"
    return (
        f"Where {_property(cause.property)} is {_value(cause.value)}: {written(cause.now, kind)}, "
        f"{written(cause.before, kind)} before. {share}; {rest}.{_began(found, zone)}"
    )


def picture(values: Sequence[float | None]) -> str:
    """The numbers as a line of blocks, which mail and every chat can show; nothing of fewer than two."""
    known = [each for each in values if each is not None]
    if len(known) < 2:
        return ""
    low, high = min(0.0, *known), max(known)
    reach = (high - low) or 1.0
    return "".join("·" if each is None else _BLOCKS[round((each - low) / reach * 7)] for each in values)


def _compared(kind: Kind, now: float | None, was: float | None) -> str:
    if now is None or was is None:
        return f"; {written(was, kind)} before"
    if now == was:
        return ", as before"
    word = "up" if now > was else "down"
    by = f" by {_plain(abs(100 * (now - was) / was))} %" if was and kind != "rate" else ""
    return f", {word}{by} from {written(was, kind)}"


def _began(found: Any, zone: ZoneInfo) -> str:
    if found.began is None:
        return ""
    noted = f" with “{_cut(found.began.annotation.text)}”" if found.began.annotation else ""
    return f" It began {_moment(found.began.at, zone)}{noted}."


def _plain(number: float) -> str:
    if abs(number) >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _date(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"


def _length(minutes: int) -> str:
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    raise AssertionError("every number of minutes is some of them")


def _property(name: str) -> str:
    return name.lstrip("$").replace("_", " ")


def _value(value: Any) -> str:
    return _cut(value if isinstance(value, str) else "not set" if value is None else json.dumps(value))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_VALUE else f"{plain[: _LONGEST_VALUE - 1]}…"
