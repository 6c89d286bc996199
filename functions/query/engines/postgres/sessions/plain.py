"""The sessions of a range: how many begin in each bucket, and what is known of all."""

from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Integer, cast, func, null, select, union_all, within_group

from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.sessions.cut import begun as begun_of
from query.reports.sessions.question import SessionsQuestion


def build_plain(question: SessionsQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The one statement: a row a bucket in which sessions begin (`bucket` counted from 0), and a row for the whole
    range (`bucket` null) that also has `bounces`, `events`, and durations in microseconds.

    A visitor's sessions lie in order of time, so they are new to a bucket where the one before began in another,
    and new to the range where none before began in it. In a bucket that is returned to they may have been earlier.
    """
    begun = begun_of(question, scope)
    new = func.count().filter(begun.c.bucket.is_distinct_from(begun.c.bucket_before))
    nothing = cast(null(), BigInteger)
    return union_all(
        select(
            begun.c.bucket,
            func.count().label("sessions"),
            (func.count(begun.c.visitor.distinct()) if question.grid.returns else new).label("visitors"),
            *(nothing.label(name) for name in ("bounces", "events", "lasted", "median")),
        ).group_by(begun.c.bucket),
        select(
            cast(null(), Integer),
            func.count(),
            func.count().filter(begun.c.bucket_before.is_(None)),
            func.count().filter(begun.c.events == 1),
            func.sum(begun.c.events),
            func.sum(begun.c.lasted),
            within_group(func.percentile_cont(0.5), begun.c.lasted),
        ).select_from(begun),
    )
