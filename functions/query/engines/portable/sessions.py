"""Sessions: those that begin in a range."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from query.engines.lake.events import microseconds
from query.engines.portable.relations import AskedNames, time_cells
from query.engines.portable.statements import PortableStatement, of_file
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.reports.sessions.figures import BegunSessions
from query.reports.sessions.question import SessionsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)


def statement(question: SessionsQuestion, scope: Scope) -> PortableStatement:
    """From a gap before the range, and as far behind it as a session is followed."""
    since, until = question.start - scope.session_gap, question.end + FOLLOWED
    cells = time_cells(question.grid.edges, question.grid.places, question.end)
    numbers = {
        "unit": cells.unit,
        "gap": scope.session_gap // _MICROSECOND,
        "since": microseconds(since),
        "until": microseconds(until),
        "start": microseconds(question.start),
        "end": microseconds(question.end),
    }
    return PortableStatement(of_file("sessions", numbers), since, until, AskedNames([]), cells)


def read(question: SessionsQuestion, _: Scope, rows: Sequence[Mapping[str, Any]]) -> BegunSessions:
    """What they add up to."""
    by_bucket = {int(row["bucket"]): row for row in rows if row["kind"] == "bucket"}
    lasted = [int(row["lasted"]) for row in rows if row["kind"] == "middle"]

    def told(name: str) -> list[int]:
        return [int(by_bucket[at][name]) if at in by_bucket else 0 for at in range(len(question.calendar.starts))]

    return BegunSessions(
        sessions=told("sessions"), visitors=told("visitors"), count=sum(told("sessions")),
        everybody=sum(int(row["visitors"]) for row in rows if row["kind"] == "everybody"),
        bounces=sum(told("bounces")), events=sum(told("events")), lasted_us=sum(told("lasted")),
        median_us=sum(lasted) / 2 if lasted else None,
    )  # fmt: skip
