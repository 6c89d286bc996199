"""Adds up the sessions that begin in the range."""

from dataclasses import replace

from query.reports.both import Both
from query.reports.breakdown import OTHER
from query.reports.sessions.answer import SessionsAnswer, SessionsPeriod, SessionTotals, ValueSessions
from query.reports.sessions.figures import BegunSessions, SessionsByValue, ToldSessions
from query.reports.sessions.question import SessionsQuestion
from query.scope import Scope

SECOND_US = 1_000_000

Gathered = BegunSessions | Both[BegunSessions] | SessionsByValue


def tally(question: SessionsQuestion, _: Scope, found: Gathered) -> SessionsAnswer:
    """The answer: the buckets, and rates and durations of the whole; for each value, and of both ranges, the same."""
    match found:
        case Both(now=now, before=before):
            return replace(_answer(question, now), previous=_period(question, before))
        case SessionsByValue():
            answer = replace(_answer(question, found.now.whole), breakdown=_values(found, found.now))
            if found.before is None:
                return answer
            previous = replace(_period(question, found.before.whole), breakdown=_values(found, found.before))
            return replace(answer, previous=previous)
        case _:
            return _answer(question, found)


def _answer(question: SessionsQuestion, begun: BegunSessions) -> SessionsAnswer:
    return SessionsAnswer(list(question.calendar.starts), list(begun.sessions), list(begun.visitors), _totals(begun))


def _period(question: SessionsQuestion, begun: BegunSessions) -> SessionsPeriod:
    if question.compared_with is None:
        raise ValueError("what was gathered of two ranges is no answer about one")
    starts = list(question.over(question.compared_with).calendar.starts)
    return SessionsPeriod(starts, list(begun.sessions), list(begun.visitors), _totals(begun))


def _values(found: SessionsByValue, told: ToldSessions) -> list[ValueSessions]:
    """The values in their order, all others last where either range has such."""
    zeros = [0] * len(told.whole.sessions)
    nothing = BegunSessions(zeros, zeros, 0, 0, 0, 0, 0, None)
    others = any(0 in each.by_place for each in (found.now, found.before) if each is not None)
    answers = []
    for place in [*sorted(found.values), *([0] if others else [])]:
        begun = told.by_place.get(place, nothing)
        value = found.values[place] if place else OTHER
        answers.append(ValueSessions(value, list(begun.sessions), list(begun.visitors), _totals(begun)))
    return answers


def _totals(begun: BegunSessions) -> SessionTotals:
    count = begun.count
    return SessionTotals(
        count,
        begun.everybody,
        begun.bounces / count if count else 0.0,
        begun.median_us / SECOND_US if begun.median_us is not None else None,
        begun.lasted_us / count / SECOND_US if count else None,
        begun.events / count if count else None,
    )
