"""Reads a time in the spellings that the fast way does not know: all of RFC 3339 and ISO 8601, RFC 2822, digits.

Loaded when the first of them comes. Everything is in ASCII and of bounded length; nothing is guessed: what fits no
spelling, or names no moment of the calendar, is no time.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

LONGEST = 80
"""Characters of a time."""

_SHORTEST = len("2026001")
_AROUND = " \t\r\n\"'"  # quotes of what was written as JSON twice

_ISO = re.compile(
    r"""
    (?: (?P<year> [+-]00[0-9]{4} | [0-9]{4} )
        (?: -(?P<month>[0-9]{2})-(?P<day>[0-9]{2}) | (?P<month2>[0-9]{2})(?P<day2>[0-9]{2})
          | -?W(?P<week>[0-9]{2})(?:-?(?P<weekday>[1-7]))? | -?(?P<ordinal>[0-9]{3}) )
    )
    (?: (?: [Tt_] | [ ]+ )
        (?P<hour>[0-9]{2}) (?: :?(?P<minute>[0-9]{2}) (?: :?(?P<second>[0-9]{2}) )? )?
        (?: [.,](?P<fraction>[0-9]{1,20}) )?
        (?P<rest> .* )
    )?
    """,
    re.VERBOSE | re.ASCII,
)
_TOGETHER = re.compile(r"([0-9]{8})([0-9]{6})(?:\.([0-9]{1,9}))?", re.ASCII)
_ZONE = re.compile(
    r"""
    [ ]* (?: [Zz] | (?:UTC|GMT|UT)(?![+-]) | (?:UTC|GMT)?
        (?P<sign>[+-]) (?P<hours>[0-9]{1,2}) (?: :?(?P<minutes>[0-9]{2}) (?: :?(?P<seconds>[0-9]{2}) )? )? )
    (?: [ ]+ (?:UTC|GMT|[+-][0-9]{4}) )?          # Go: +0000 UTC, +0100 +0100
    (?: [ ]+ m=[+-][0-9.]+ )?                     # Go's monotonic clock
    (?: \[ !? [A-Za-z0-9_/+:=.-]{1,40} \] )*      # RFC 9557: [Europe/Berlin]
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_MAIL = re.compile(
    r"""
    (?: [A-Za-z]{3,9} (?: ,[ ]* | [ ]+ ) )?
    (?: (?P<day>[0-9]{1,2}) [ -]+ (?P<month>[A-Za-z]{3,9}) [ -]+ (?P<year>[0-9]{4}|[0-9]{2})
      | (?P<month2>[A-Za-z]{3,9}) [ ]+ (?P<day2>[0-9]{1,2}) ,? (?: [ ]+ (?P<year2>[0-9]{4}) )? ) ,? [ ]+
    (?P<hour>[0-9]{1,2}) : (?P<minute>[0-9]{2}) (?: :(?P<second>[0-9]{2}) )?
    (?P<rest> .* )
    """,
    re.VERBOSE | re.ASCII,
)
_COMMENT = re.compile(r"[ ]?\([^()]{0,60}\)$")  # of RFC 2822; JavaScript's names the zone, in any language
_EPOCH = re.compile(r"([0-9]{9,19})(?:\.([0-9]{1,9}))?", re.ASCII)
_YEAR_BEHIND = re.compile(r"( [A-Z]{2,4})? ([0-9]{4})", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMERICAN = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def read(text: str) -> datetime | float | int | None:
    """The moment that `text` writes, of UTC where it names no zone; a number where it is digits since 1970; else None.

    Fractions below a microsecond are cut off. The 24th hour is the next day's first, the 61st second the next minute's.
    """
    if len(text) > LONGEST:
        return None
    text = _COMMENT.sub("", text.strip(_AROUND)).replace("\u2212", "-")
    if len(text) < _SHORTEST or not text.isascii():
        return None
    if (found := _TOGETHER.fullmatch(text)) and text < "2200":
        text = f"{found[1]}T{found[2]}" + (f".{found[3]}" if found[3] else "")
    elif found := _EPOCH.fullmatch(text):
        return float(text) if found[2] else int(text)
    try:
        if found := _ISO.fullmatch(text):
            made = _of_iso(found)
        elif found := _MAIL.fullmatch(text):
            made = _of_mail(found)
        else:
            return None
        return made and made.astimezone(UTC)  # Postgres does not know all zones that a text can name
    except (ValueError, OverflowError):
        return None


def _of_iso(found: re.Match[str]) -> datetime | None:
    """Raises ValueError and OverflowError for what is not in the calendar."""
    day = _day_of(found)
    if found["hour"] is None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    zone = _zone_of(found["rest"])
    if zone is None:
        return None
    least = "second" if found["second"] else "minute" if found["minute"] else "hour"
    fraction = _fraction(found["fraction"], {"second": 1, "minute": 60, "hour": 3600}[least])
    return _at(day, int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0), zone) + fraction


def _day_of(found: re.Match[str]) -> date:
    year = int(found["year"])
    if found["week"]:
        return date.fromisocalendar(year, int(found["week"]), int(found["weekday"] or 1))
    if found["ordinal"]:
        day = date(year, 1, 1) + timedelta(days=int(found["ordinal"]) - 1)
        if day.year != year:
            raise ValueError("no such day of the year")
        return day
    return date(year, int(found["month"] or found["month2"]), int(found["day"] or found["day2"]))


def _of_mail(found: re.Match[str]) -> datetime | None:
    """Also as JavaScript's `toString`, Java's and C's `ctime` write it. Raises as _of_iso."""
    month = (found["month"] or found["month2"])[:3].lower()
    year, rest = found["year"] or found["year2"], found["rest"]
    if not year and (behind := _YEAR_BEHIND.fullmatch(rest)):
        year, rest = behind[2], behind[1] or ""
    if month not in _MONTHS or not year:
        return None
    named = rest.strip(" ").upper()
    zone = timezone(timedelta(hours=_AMERICAN[named])) if named in _AMERICAN else _zone_of(rest)
    if zone is None:
        return None
    if len(year) == 2:
        year = f"{'20' if year < '70' else '19'}{year}"
    day = date(int(year), _MONTHS.index(month) + 1, int(found["day"] or found["day2"]))
    return _at(day, int(found["hour"]), int(found["minute"]), int(found["second"] or 0), zone)


def _zone_of(rest: str) -> timezone | None:
    """The zone that stands behind a time; UTC where none does, None where that is no zone."""
    if not rest:
        return UTC
    found = _ZONE.fullmatch(rest)
    if not found:
        return None
    if not found["sign"]:
        return UTC
    hours, minutes, seconds = (int(found[part] or 0) for part in ("hours", "minutes", "seconds"))
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    off = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-off if found["sign"] == "-" else off)


def _at(day: date, hour: int, minute: int, second: int, zone: timezone) -> datetime:
    """Raises ValueError and OverflowError."""
    leap, over = second == 60, (hour, minute, second) == (24, 0, 0)
    made = datetime(day.year, day.month, day.day, 0 if over else hour, minute, 59 if leap else second, tzinfo=zone)
    return made + timedelta(days=over, seconds=leap)


def _fraction(digits: str | None, unit: int) -> timedelta:
    return timedelta(microseconds=int(f"{digits:0<12}"[:12]) * unit // 1_000_000) if digits else timedelta(0)
