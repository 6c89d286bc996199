"""From the figures to the answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from math import inf
from typing import Any

from query.reports.breakdown import OTHER
from query.reports.trends.answer import Number, PeriodAnswer, SeriesAnswer, TrendsAnswer
from query.reports.trends.figures import Figures, Line, Place, TrendFigures
from query.reports.trends.formula import parse
from query.reports.trends.question import Measure, Series, TrendsQuestion
from query.scope import Scope

_EXACT = Context(prec=20_000, Emax=MAX_EMAX, Emin=MIN_EMIN)  # more digits than a number of an event can have
_WHOLE = 2**53  # up to here a double holds every whole number


def tally(question: TrendsQuestion, _: Scope, found: TrendFigures) -> TrendsAnswer:
    """The answer that the figures add up to."""
    previous = None
    if question.compare:
        previous = PeriodAnswer(list(question.before.starts), _series(question, found, is_now=False))
    return TrendsAnswer(list(question.calendar.starts), _series(question, found, is_now=True), previous)


def _series(question: TrendsQuestion, found: TrendFigures, is_now: bool) -> list[SeriesAnswer]:
    """The lines of one period, and those that formulas make of them."""
    span = range(question.first, question.first + len(question.calendar.starts)) if is_now else range(question.first)
    answers: list[SeriesAnswer] = []
    by_place: dict[Place, list[SeriesAnswer]] = defaultdict(list)
    for at, series in enumerate(question.series):
        for place in _places(question, found, at):
            value = _value(found, 0 if question.ranks_together else at, place)
            made = _line(series, value, found.lines.get((at, place), Line()), span, is_now, question.has_one_bucket)
            answers.append(made)
            by_place[place].append(made)
    for formula in question.formulas:
        evaluate = parse(formula.expression, len(question.series))
        for given in by_place.values():
            points = zip(*(each.values for each in given), strict=True)
            computed = [_plain(evaluate(point)) for point in points] if span else []
            total = _plain(evaluate([each.total for each in given]))
            label, value = formula.label or formula.expression, given[0].breakdown
            answers.append(SeriesAnswer(None, None, label, value, computed, total, formula=formula.expression))
    return answers


def _value(found: TrendFigures, series: int, place: Place) -> Any:
    """What is at a place: a value, or both of two breakdowns."""
    if isinstance(place, tuple):
        return [_value(found, at, each) for at, each in enumerate(place)]
    return found.values[series, place] if place else OTHER if place == 0 else None


def _places(question: TrendsQuestion, found: TrendFigures, at: int) -> Sequence[Place]:
    """The places of a series in order, that of all others last; with formulas, and with two breakdowns, every series
    has them all."""
    if not question.breakdowns:
        return [None]
    if len(question.breakdowns) > 1:
        pairs = {place for _, place in found.lines if isinstance(place, tuple)}
        return sorted(pairs, key=lambda pair: [each or inf for each in pair])
    shared = question.ranks_together
    ranked = sorted(place for series, place in found.values if place and series == (0 if shared else at))
    others = any(place == 0 and (shared or series == at) for series, place in found.lines)
    return [*ranked, 0] if others else ranked


def _line(series: Series, value: Any, line: Line, span: Sequence[int], is_now: bool, alone: bool) -> SeriesAnswer:
    nothing = Figures()
    within, known = [line.buckets.get(bucket, nothing) for bucket in span], line.wholes.get(is_now, nothing)
    if alone and within:  # the one bucket is the whole
        within = [replace(within[0], visitors=known.visitors)]
    whole = _whole(series.measure, within, known)
    return SeriesAnswer(
        series.event,
        series.measure,
        series.title,
        value,
        [_plain(_measured(series.measure, figures)) for figures in within],
        _plain(_measured(series.measure, whole)),
        skipped=whole.skipped if series.property is not None else None,
    )


def _whole(measure: Measure, within: Sequence[Figures], known: Figures) -> Figures:
    """The figures of a period: what only the database can know, and what its buckets add up to."""
    amounts = [figures.amount for figures in within if figures.amount is not None]
    return Figures(
        events=sum(figures.events for figures in within),
        numbers=sum(figures.numbers for figures in within),
        amount=_together(measure, amounts) if amounts else None,
        skipped=sum(figures.skipped for figures in within),
        visitors=known.visitors,
        sessions=sum(figures.sessions for figures in within),
        quantile=known.quantile,
    )


def _together(measure: Measure, amounts: Iterable[Decimal]) -> Decimal:
    if measure == "min":
        return min(amounts)
    if measure == "max":
        return max(amounts)
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def _measured(measure: Measure, figures: Figures) -> Number | Decimal:
    """The measure of some figures; None where it has no value."""
    match measure:
        case "total":
            return figures.events
        case "visitors":
            return figures.visitors
        case "sessions":
            return figures.sessions
        case "perVisitor":
            return figures.events / figures.visitors if figures.visitors else None
        case "sum":
            return figures.amount or 0
        case "avg":
            return figures.amount / figures.numbers if figures.amount is not None else None
        case "min" | "max":
            return figures.amount
        case _:
            return figures.quantile


def _plain(number: Number | Decimal) -> Number:
    """The number as JSON has it: whole where it is, and else what a double holds."""
    if number is None or isinstance(number, int):
        return number
    if -_WHOLE < number < _WHOLE and number == int(number):
        return int(number)
    return float(number)
