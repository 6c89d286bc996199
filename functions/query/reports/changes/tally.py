"""From what happened in two periods to what explains the change."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from query.questions.comparison import Span
from query.reports.changes.answer import BeganAnswer, CauseAnswer, ChangesAnswer, NotedThen, WithoutIt
from query.reports.changes.causes import ChangeCause, Explained, explained, is_significant
from query.reports.changes.counts import ChangeCounts, Days
from query.reports.changes.facts import Entries, Facts
from query.reports.changes.findings import FoundChanges
from query.reports.changes.numbers import Began, Number, Value
from query.reports.changes.question import ChangesQuestion
from query.reports.changes.rates import Rates
from query.reports.changes.reading import facts_of
from query.reports.trends.question import TrendsQuestion
from query.scope import Note, Scope
from spoor.time import buckets

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)
_NEAR_US = 3_600_000_000
"""How far before the change a note may stand: what was released shows when somebody meets it."""


def tally(question: ChangesQuestion, scope: Scope, found: FoundChanges) -> ChangesAnswer:
    """The answer to what was gathered.

    Raises TooSlow.
    """
    return answer_of(question, scope, facts_of(question, found, scope.deadline))


def answer_of(question: ChangesQuestion, scope: Scope, found: Facts) -> ChangesAnswer:
    """What the facts say."""
    number = _number(question, scope, found)
    said = explained(number)
    causes = [_cause(found, each) for each in said.causes]
    return ChangesAnswer(
        said.whole.now,
        said.whole.before,
        is_significant(said.whole),
        causes,
        list(found.properties),
        said.tested,
        _began(question, scope, number, said),
    )


def _number(question: ChangesQuestion, scope: Scope, found: Facts) -> Number:
    periods = [_days(question, span, scope.now) for span in (question.now, question.before)]
    if isinstance(found.now, Entries) and isinstance(found.before, Entries):
        return Rates(found.told, found.now, found.before, [days.begins_us for days in periods])
    if isinstance(found.now, Entries) or isinstance(found.before, Entries):
        raise TypeError("both periods have to tell of the same")
    asked = question.question
    of_visitors = isinstance(asked, TrendsQuestion) and asked.series[0].measure == "visitors"
    return ChangeCounts(found.told, (found.now, periods[0]), (found.before, periods[1]), of_visitors)


def _days(question: ChangesQuestion, span: Span, now: datetime) -> Days:
    """The days of the calendar in a period; the one that is running is not whole."""
    zone = question.question.zone
    calendar = buckets(span.start, span.end, "day", zone)
    begins = [max(start, span.start) for start in calendar.starts]
    ends = [*begins, span.end][1:]
    natural = [
        start >= span.start and _begins_a_day(end, zone) and end <= now
        for start, end in zip(calendar.starts, ends, strict=True)
    ]
    return Days(
        [_us(each) for each in begins],
        [_us(each) for each in ends],
        [start.weekday() for start in calendar.starts],
        natural,
        (min(span.end, max(now, span.start)) - span.start).total_seconds(),
    )


def _begins_a_day(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether a day of the calendar begins then, be it at an hour that clocks jump to."""
    return buckets(instant, instant + _US, "day", zone).starts[0] == instant


def _cause(found: Facts, cause: ChangeCause) -> CauseAnswer:
    contrast, rest = cause.contrast, cause.rest
    at, known = contrast.value
    value = next(told.values[at] for told in found.told if told.known[at] == known)
    without = WithoutIt(rest.now, rest.before, is_significant(rest))
    moved = contrast.moved
    return CauseAnswer(found.properties[at], value, moved.now, moved.before, contrast.share, moved.z, without)


def _began(question: ChangesQuestion, scope: Scope, number: Number, said: Explained) -> BeganAnswer | None:
    """When the first cause began, or the whole change where nothing explains it."""
    if not said.causes and not is_significant(said.whole):
        return None
    of: Value | None = said.causes[0].contrast.value if said.causes else None
    began = number.beginning(of)
    if began is None or not _is_inside(question, began):
        return None
    note = _note(scope.notes, began)
    if note is None:
        return BeganAnswer(_instant(began.at_us))
    return BeganAnswer(note.at, NotedThen(note.id, note.at, note.text))


def _is_inside(question: ChangesQuestion, began: Began) -> bool:
    """Whether it began where there was something to be seen: not in what lies between the periods."""
    at = _instant(began.at_us)
    now, before = question.now, question.before
    if before.end < now.start and at <= now.start:
        return False
    return any(span.start < at < span.end for span in (now, before)) or at == now.start == before.end


def _note(notes: Sequence[Note], began: Began) -> Note | None:
    near = [each for each in notes if began.earliest_us - _NEAR_US <= _us(each.at) <= began.latest_us]
    return min(near, key=lambda each: abs(_us(each.at) - began.at_us), default=None)


def _us(instant: datetime) -> int:
    return (instant.astimezone(UTC) - EPOCH) // _US


def _instant(us: int) -> datetime:
    return EPOCH + us * _US
