"""Figures of series, by bucket and by the values of breakdowns."""

from query.engines.lake.chunks import EventChunks
from query.engines.lake.events import Events, Wants
from query.engines.lake.kernels.ends import told_spans
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.ranks import places_of
from query.engines.lake.kernels.trends.alone import alone, lines_in_one_pass
from query.engines.lake.kernels.trends.measures import SeriesMeasure
from query.engines.lake.kernels.trends.points import WIDTH, SeriesPoints, looked_at, periods
from query.engines.lake.kernels.trends.value_lines import by_value
from query.reports.breakdown import Breakdown, read
from query.reports.trends.figures import Line, Place, TrendFigures
from query.reports.trends.question import TrendsQuestion
from query.scope import Scope

__all__ = ["gather", "stream", "wants"]

_COUNTED = ("total", "visitors", "perVisitor")


def wants(question: TrendsQuestion, scope: Scope) -> Wants:
    """All of both periods, and what their sessions and visitors are told by."""
    spans = [looked_at(question, period.span, scope) for period in periods(question)]
    spans += [each for period in periods(question) for each in told_spans(question.breakdowns, period.span)]
    names = [*(each.property for each in question.breakdowns), *(each.property for each in question.series)]
    filters = [question.filters, *(series.filters for series in question.series)]
    who = any(each.measure != "total" for each in question.series) or any(
        each.of != "event" for each in question.breakdowns
    )
    return Wants(spans, filters, [name for name in names if name is not None], who)


def gather(question: TrendsQuestion, scope: Scope, events: Events) -> TrendFigures:
    """The figures of every series."""
    if question.breakdowns and (found := stream(question, scope, EventChunks.of(events))) is not None:
        return found
    points = SeriesPoints(question, scope, events)
    if question.breakdowns:
        return _by_values(question, points)
    lines: dict[tuple[int, Place], Line] = {}
    for at, series in enumerate(question.series):
        if series.measure in _COUNTED and question.apart is None:
            lines[at, None] = alone(question, at, events.within(question.earliest, question.end))
        else:
            for line in SeriesMeasure(at, question, points).lines([]).values():  # one place, if there is anything
                lines[at, None] = line
    return TrendFigures({}, lines)


def stream(question: TrendsQuestion, _: Scope, chunks: EventChunks) -> TrendFigures | None:
    """The same of chunks, where that can be."""
    if question.apart or any(each.measure not in _COUNTED for each in question.series):
        return None
    chunks = chunks.within(question.earliest, question.end)
    match question.breakdowns:
        case []:
            places = range(len(question.series))
            lines = lines_in_one_pass(question, places, chunks)
            found = zip(places, lines or (), strict=lines is not None)
            return None if lines is None else TrendFigures({}, {(at, None): line for at, line in found})
        case [Breakdown(of="event") as by]:
            return by_value(question, by, chunks)
        case _:
            return None


def _by_values(question: TrendsQuestion, points: SeriesPoints) -> TrendFigures:
    """With one breakdown, or with two, of which each ranks its values by itself."""
    shared, of_two = question.ranks_together, len(question.breakdowns) > 1
    measures = [SeriesMeasure(at, question, points) for at in range(len(question.series))]
    values: dict[tuple[int, int], object] = {}
    tables = []
    for by, breakdown in enumerate(question.breakdowns):
        known = points.values(by)
        ranked = places_of([each.totals(by) for each in measures], known, breakdown.limit, together=shared)
        for at, kept in enumerate(ranked):
            for place, value in enumerate(kept, start=1):
                values[by if of_two else at, place] = read(shown(known[value]))
        tables.append([points.table(by, kept) for kept in ranked])
    lines: dict[tuple[int, Place], Line] = {}
    for at, measure in enumerate(measures):
        found = measure.lines([each[0 if shared else at] for each in tables])
        lines |= {(at, divmod(place, WIDTH) if of_two else place): line for place, line in found.items()}
    return TrendFigures(values, lines)
