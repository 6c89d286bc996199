"""The one scan: every event that a series is about, with its bucket and what is measured of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Numeric,
    Select,
    and_,
    case,
    cast,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP

from query.engines.postgres.expressions.breakdown import key, value
from query.engines.postgres.expressions.choice import matches, of_app
from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.expressions.properties import as_json, property_found
from query.engines.postgres.expressions.values import told
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.trends.buckets import has_few_buckets
from query.questions.comparison import Span
from query.questions.filters import cohorts_named
from query.reports.breakdown import Breakdown
from query.reports.intervals import Grid
from query.reports.trends.question import Series, TrendsQuestion
from spoor.schema import events
from spoor.statements import named

LARGEST = 1e300
"""A number beyond it, of either sign, is no number: sums and distances of such would leave what a double holds."""

KEYS = ("key", "key_1")
"""The columns of the keys of two breakdowns."""

APART = "apart_"
"""What the values of a period that is looked at apart have before their names."""

_INSTANT = TIMESTAMP(timezone=True)


@dataclass(frozen=True)
class Scan:
    """The scan as `rows`: `bucket`, where needed `visitor` or `anonymous_id`, the keys of the breakdowns,
    `occurred_at`, and by the methods what a series needs of them.

    Rows that are `given` are told apart by one of two breakdowns (`by`), or by the place of both of their values
    (None); the parts of a statement then have a `suffix` to their names.
    """

    question: TrendsQuestion
    scope: PostgresScope
    by: int | None = 0
    given: CTE | None = None
    suffix: str = ""

    def met(self, at: int) -> ColumnElement[bool]:
        """Whether a row is one of the series'."""
        return self.rows.c[f"met_{self._choice(at)}"] if self.flagged else true()

    def over(self, at: int, aggregate: Any, *also: ColumnElement[bool]) -> ColumnElement[Any]:
        """An aggregate function over the rows of the series that are `also` so."""
        conditions = [*([self.met(at)] if self.flagged else []), *also]
        found: ColumnElement[Any] = aggregate.filter(*conditions) if conditions else aggregate
        return found

    def number(self, at: int) -> ColumnElement[Any]:
        """The number that the series measures, null where there is none."""
        return self.rows.c[f"number_{self._property(at)}"]

    def is_skipped(self, at: int) -> ColumnElement[bool]:
        """Whether the measured property is there and no number."""
        found = self.rows.c[f"found_{self._property(at)}"]
        return and_(found != as_json(None), self.number(at).is_(None))

    @property
    def within(self) -> list[ColumnElement[bool]]:
        """What rows have to be to lie within a period, where not all of them do."""
        return [self.rows.c.bucket.is_not(None)] if self.by_session else []

    @property
    def keys(self) -> list[ColumnElement[Any]]:
        """What rows are told apart by, if they are: the key of a breakdown, or a place."""
        if not self.question.breakdowns:
            return []
        return [self.rows.c.place if self.by is None else self.rows.c[KEYS[self.by]]]

    def values(self, rows: Any) -> list[ColumnElement[Any]]:
        """The `value` that the key in some rows stands for; the `place` where they have that already."""
        if not self.question.breakdowns:
            return []
        if self.by is None:
            return [rows.c.place]
        return [value(self.question.breakdowns[self.by], rows.c[KEYS[self.by]]).label("value")]

    @cached_property
    def rows(self) -> CTE:
        """Read by one part of the statement it is no more than a scan; read by more it is kept while they run."""
        if self.given is not None:
            return self.given
        scan = self._scan()
        if not self._properties:
            return scan.cte("chosen")
        # with OFFSET a subquery stays one: each property is looked up once for each event
        once = scan.offset(0).subquery("looked_up")
        columns: list[ColumnElement[Any]] = [*once.c]
        for at in range(len(self._properties)):
            found = once.c[f"found_{at}"]
            # one comparison for type and size: JSON's types have an order of their own, in which numbers stand together
            is_number = found.between(as_json(-LARGEST), as_json(LARGEST))
            columns.append(case((is_number, cast(found, Numeric))).label(f"number_{at}"))
        return select(*columns).offset(0).cte("chosen")

    def _scan(self) -> Select[Any] | CompoundSelect[Any]:
        question = self.question
        now = self._period(Span(question.earliest, question.end), question.grid)
        if question.apart is None:
            return now
        return union_all(self._period(question.apart, question.grid_apart, APART), now)

    def _period(self, span: Span, grid: Grid, prefix: str = "") -> Select[Any]:
        question, scope = self.question, self.scope
        passes = holds(question.filters, scope.members)
        choices = [matches(series, scope) for series in self._choices]
        # where there is one bucket, no event has to be looked at to know it
        alone = question.has_one_bucket and not self.by_session
        bucket = literal(0, Integer) if alone else bucket_of(events.c.occurred_at, grid, prefix)
        columns: list[ColumnElement[Any]] = [bucket.label("bucket")]
        bounds = [of_app(scope), events.c.occurred_at < named(f"{prefix}end", span.end, _INSTANT)]
        start = named(f"{prefix}start", span.start, _INSTANT)
        if self.by_session:  # an event of any kind may be what holds a session together, also one before the range
            columns.append(events.c.occurred_at)
            bounds.append(events.c.occurred_at >= start - named("session_gap", scope.session_gap, INTERVAL))
            choices = [and_(passes, choice) for choice in choices]
        else:
            bounds += [events.c.occurred_at >= start, and_(passes, or_(*choices))]
        if self.by_visitor:
            columns.append(scope.subject.who.label("visitor"))
        elif question.measured("visitors", "perVisitor"):
            columns.append(scope.subject.id)
        own = {name: each for name, each in self._breakdowns.items() if each.of == "event"}
        if len(own) == len(self._breakdowns):
            columns += [key(each).label(name) for name, each in own.items()]
        if self.flagged:
            columns += [choice.label(f"met_{at}") for at, choice in enumerate(choices)]
        columns += [property_found(name).label(f"found_{at}") for at, name in enumerate(self._properties)]
        if self.by_session and question.apart:
            columns.append(literal(not prefix).label("is_now"))
        if len(own) < len(self._breakdowns):
            return told(columns, bounds, self._breakdowns, scope, span, prefix)
        linked = self.by_visitor or cohorts_named(question)
        return select(*columns).select_from(scope.subject.events(scope.app_id, bool(linked))).where(*bounds)

    @cached_property
    def by_session(self) -> bool:
        """Whether sessions are counted: rows are then all events from a session's gap before the range on."""
        return bool(self.question.measured("sessions"))

    @cached_property
    def by_visitor(self) -> bool:
        """Whether rows have a `visitor`. Else they have an `anonymous_id`, which is cheaper to resolve once rows are
        grouped by it alone."""
        alone = has_few_buckets(self.question) and not self.question.breakdowns
        return self.by_session or (bool(self.question.measured("visitors", "perVisitor")) and not alone)

    @property
    def who(self) -> ColumnElement[str]:
        """The `visitor`, or the `anonymous_id`; null for an event of nobody."""
        return self.rows.c.visitor if self.by_visitor else self.rows.c.anonymous_id

    @property
    def flagged(self) -> bool:
        """Whether rows may be of some series only, and say of which."""
        return self.by_session or len(self._choices) > 1

    @property
    def _breakdowns(self) -> dict[str, Breakdown]:
        return dict(zip(KEYS, self.question.breakdowns, strict=False))

    @cached_property
    def _choices(self) -> list[Series]:
        """A series for every different choice of events."""
        return list({_choice_of(series): series for series in reversed(self.question.series)}.values())[::-1]

    def _choice(self, at: int) -> int:
        return [_choice_of(series) for series in self._choices].index(_choice_of(self.question.series[at]))

    @cached_property
    def _properties(self) -> list[str]:
        return list(dict.fromkeys(series.property for series in self.question.series if series.property is not None))

    def _property(self, at: int) -> int:
        return self._properties.index(str(self.question.series[at].property))


def _choice_of(series: Series) -> str:
    """Equal for the same choice of events: written out, since to Python 1 and true are the same."""
    return repr((series.event, series.filters))
