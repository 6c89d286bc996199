"""Each report's statement, and what its rows say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from query.engines.portable import activity, funnel, paths, sessions, trends
from query.engines.portable.statements import PortableStatement
from query.scope import Scope


class Gathering(NamedTuple):
    """How a report is gathered by an engine that runs SQL."""

    statement: Callable[[Any, Scope], PortableStatement]
    read: Callable[[Any, Scope, Sequence[Mapping[str, Any]]], Any]


GATHERINGS: Mapping[str, Gathering] = {
    "trends": Gathering(trends.statement, trends.read),
    "funnel": Gathering(funnel.statement, funnel.read),
    "retention": Gathering(activity.statement, activity.read),
    "lifecycle": Gathering(activity.statement, activity.read),
    "stickiness": Gathering(activity.statement, activity.read),
    "sessions": Gathering(sessions.statement, sessions.read),
    "paths": Gathering(paths.statement, paths.read),
}
"""By the report's name."""
