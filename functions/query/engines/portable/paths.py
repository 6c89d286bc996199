"""Paths from where sessions begin: nodes and links, counted."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from query.engines.lake.events import microseconds
from query.engines.portable.relations import AskedNames, TimeCells
from query.engines.portable.statements import PortableStatement, of_file
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.reports.paths.counts import CountedPaths
from query.reports.paths.question import PathsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)


def statement(question: PathsQuestion, scope: Scope) -> PortableStatement:
    """As sessions do."""
    since, until = question.start - scope.session_gap, question.end + FOLLOWED
    numbers = {
        "gap": scope.session_gap // _MICROSECOND,
        "since": microseconds(since),
        "until": microseconds(until),
        "start": microseconds(question.start),
        "end": microseconds(question.end),
        "depth": question.depth,
        "limit": question.limit,
    }
    return PortableStatement(of_file("paths", numbers), since, until, AskedNames([]), TimeCells(1, []))


def read(_: PathsQuestion, __: Scope, rows: Sequence[Mapping[str, Any]]) -> CountedPaths:
    """What they add up to. The engine knew which nodes would be shown."""
    found = [(row["kind"], int(row["step"]), row["name"], row["next_name"], int(row["many"])) for row in rows]
    others = {step: many for kind, step, _, _, many in found if kind == "others"}
    return CountedPaths(
        {(step, name.encode()): many for kind, step, name, _, many in found if kind == "met"},
        {(step, name.encode(), then.encode()): many for kind, step, name, then, many in found if kind == "followed"},
        lambda _: others,
    )
