"""What is told of an alert, wherever it goes: a title, sentences, a picture and a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from query.access.door import OpenApp
from query.alerts import letters, sentences
from query.alerts.numbers import WatchedNumber
from query.alerts.rules import Rule
from query.questions.comparison import Span
from spoor.time import zone_called

NO_LETTER: Mapping[str, str] = {"subject": "", "text": "", "html": ""}
_VIEWS = {"funnel": "funnels", "changes": "trends"}
_RANGE = {"range", "from", "to", "timezone"}
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class ToTell:
    """What a check found that is to be told: which number, as it is called, of which period, and before."""

    rule: Rule
    number: WatchedNumber
    called: str
    span: Span
    earlier: Span | None
    now: float | None
    was: float | None


def message(
    row: Mapping[str, Any], app: OpenApp, told: ToTell, causes: Any, line: Sequence[float | None]
) -> dict[str, Any]:
    """The message, as JSON."""
    zone, kind = zone_called(row["timezone"]), told.number.kind
    return {
        "title": row["name"],
        "sentence": sentences.sentence(told.rule, told.called, kind, told.span, zone, told.now, told.was),
        "because": sentences.because(causes, kind, zone),
        "picture": sentences.picture(line),
        "link": link(row, told.span, zone),
        "app": {"id": str(app.id), "name": app.app.name},
        "alert": {"id": str(row["id"]), "name": row["name"]},
        "number": {"name": row["number"], "value": told.now, "before": told.was},
        "period": {
            "from": told.span.start.astimezone(zone).isoformat(),
            "to": told.span.end.astimezone(zone).isoformat(),
            "timezone": row["timezone"],
        },
    }


def letter_of(said: Mapping[str, Any]) -> Mapping[str, str]:
    """The message as a letter."""
    return letters.letter(said)


def link(row: Mapping[str, Any], span: Span, zone: ZoneInfo) -> str:
    """Where the pages show what was asked about, over the days that the period touches."""
    view, _, query = (row["shown_at"] or _VIEWS.get(row["report"], row["report"])).partition("?")
    first, last = span.start.astimezone(zone), (span.end - _MICROSECOND).astimezone(zone)
    days = {"from": f"{first:%Y-%m-%d}", "to": f"{last:%Y-%m-%d}", "timezone": row["timezone"]}
    words = [each for each in parse_qsl(query, keep_blank_values=True) if each[0] not in _RANGE]
    place = "" if view == "overview" else f"/{view}"
    return f"{row['origin']}/dashboard/{row['app_id']}{place}?{urlencode([*words, *days.items()])}"
