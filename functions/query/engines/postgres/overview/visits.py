"""Sessions, put together from pieces: what a visitor did in one stretch of time and one bucket."""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    within_group,
)
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP

from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.overview.lines import row
from query.engines.postgres.overview.scan import OverviewScan
from query.questions.words import EARLIEST
from spoor.schema import events
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)
_SECOND_US = 1_000_000


class Visits:
    """Pieces and sessions of the events that pass the filters, or of all.

    A stretch is as long as the gap, so that a piece has no pause in it, and only pieces have to be put in order: they
    are few, also of a visitor with very many events. Where they overlap no session ends between them.
    """

    def __init__(self, chosen: OverviewScan, of_all: bool = False) -> None:
        self._chosen = chosen
        self._question = chosen.question
        self._gap = named("session_gap", chosen.scope.session_gap, INTERVAL)
        self._suffix = "_of_all" if of_all else ""
        self.pieces = self._pieces(of_all)
        self.sessions = self._sessions()

    def _pieces(self, of_all: bool) -> CTE:
        """`visitor`, `bucket`, when the `first` and the `last` event was, how many `events` and `views` there are, and
        how many are `counted`."""
        chosen = self._chosen
        subject = chosen.scope.subject
        who, bucket = subject.id, chosen.bucket.label("bucket")
        stretch = func.date_bin(self._gap, events.c.occurred_at, literal(EARLIEST, _INSTANT))
        counted = func.count().filter(chosen.passing) if of_all else func.count()
        columns = [
            who,
            bucket,
            func.min(events.c.occurred_at).label("first"),
            func.max(events.c.occurred_at).label("last"),
            cast(func.count(), Integer).label("events"),
            cast(func.count().filter(chosen.is_view), Integer).label("views"),
            cast(case((bucket.is_not(None), counted), else_=0), Integer).label("counted"),
        ]
        ids = chosen.around(columns, linked=False, of_all=of_all).group_by(who, bucket, stretch).subquery("ids")
        others = [each for each in ids.c if each.key != "anonymous_id"]
        found = select(subject.who_of(ids).collate("C").label("visitor"), *others)
        return found.select_from(subject.resolved(ids, chosen.scope.app_id)).cte(f"pieces{self._suffix}")

    def _sessions(self) -> CTE:
        """`visitor`, the session's `number`, when it `started` and `ended`, its `events` and `views`, and how many of
        them are `counted`."""
        pieces = self._begun()
        return (
            select(
                pieces.c.visitor,
                func.row_number().over().label("number"),
                pieces.c.started,
                func.max(pieces.c.last).label("ended"),
                *(cast(func.sum(pieces.c[name]), Integer).label(name) for name in ("events", "views", "counted")),
            )
            .group_by(pieces.c.visitor, pieces.c.started)
            .cte(f"sessions{self._suffix}")
        )

    def _begun(self) -> Subquery:
        """The pieces with the time at which the session of each `started`."""
        pieces = self.pieces
        before = func.max(pieces.c.last).over(partition_by=pieces.c.visitor, order_by=pieces.c.first, rows=(None, -1))
        line = select(pieces, before.label("before")).where(pieces.c.visitor.is_not(None)).subquery("line")
        begins = or_(line.c.before.is_(None), line.c.first - line.c.before > self._gap)
        started = func.max(case((begins, line.c.first))).over(
            partition_by=line.c.visitor, order_by=line.c.first, rows=(None, 0)
        )
        return select(line, started.label("started")).subquery("of_session")

    def rows(self) -> list[Select[Any]]:
        """The rows of the statement about visitors, events and sessions."""
        return [*self._seen(), self._visited()]

    def _seen(self) -> list[Select[Any]]:
        pieces = self.pieces
        days = (
            select(
                pieces.c.visitor,
                pieces.c.bucket,
                func.sum(pieces.c.events).label("events"),
                func.sum(pieces.c.views).label("views"),
            )
            .where(pieces.c.bucket.is_not(None))
            .group_by(pieces.c.visitor, pieces.c.bucket)
            .cte("days")
        )
        once = (
            select(days.c.visitor, func.sum(days.c.events).label("events"), func.sum(days.c.views).label("views"))
            .group_by(days.c.visitor)
            .subquery("once")
        )

        def counts(of: Any) -> dict[str, ColumnElement[Any]]:
            return {
                "visitors": func.count(of.c.visitor),
                "events": cast(func.sum(of.c.events), BigInteger),
                "pageviews": cast(func.sum(of.c.views), BigInteger),
            }

        return [row({"bucket": days.c.bucket, **counts(days)}).group_by(days.c.bucket), row(counts(once))]

    def _visited(self) -> Select[Any]:
        """The sessions that begin in the range, by the bucket of their beginning and all together."""
        sessions, question = self.sessions, self._question
        lasted = func.date_part("epoch", sessions.c.ended - sessions.c.started) * literal(_SECOND_US, Integer)
        begun = (
            select(
                bucket_of(sessions.c.started, question.grid).label("bucket"),
                sessions.c.events,
                sessions.c.views,
                cast(lasted, BigInteger).label("lasted"),
            )
            .where(sessions.c.started >= named("start", question.start, _INSTANT))
            .where(sessions.c.started < named("end", question.end, _INSTANT))
            .subquery("begun")
        )
        given = {
            "bucket": begun.c.bucket,
            "sessions": func.count(),
            "bounces": func.count().filter(begun.c.events == 1),
            "views": cast(func.sum(begun.c.views), BigInteger),
            "median": cast(within_group(func.percentile_cont(0.5), begun.c.lasted), Double),
        }
        return row(given).group_by(func.grouping_sets(tuple_(begun.c.bucket), tuple_()))
