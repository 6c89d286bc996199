"""What can be asked about paths."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from query.filters import COHORT, PropertyName
from query.reports.report import ReportQuestion
from query.reports.session_range import edges
from query.scope import Scope
from query.words import EventName

MAX_DEPTH = 10
MAX_LIMIT = 50
MOST_BYTES = 350_000_000
"""Of what is read, a visitor's counted with what Python adds to it; twice as much is what a function can hold."""


def _of_events(name: str) -> str:
    if name == COHORT:
        raise ValueError(f"`{COHORT}` is for filters; events have no such property")
    return name


class PathsQuestion(ReportQuestion):
    """`POST /api/apps/{appId}/reports/paths`: from a start, to an end, between the two, or from where sessions begin.

    Steps are named by the events' names, or by the values of a `property`; so are `startEvent` and `endEvent`.
    """

    start_event: EventName | None = None
    end_event: EventName | None = None
    depth: Annotated[int, Field(ge=1, le=MAX_DEPTH)] = 5
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 50
    property: Annotated[PropertyName, AfterValidator(_of_events)] | None = None

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """Those of the scan, and of what it may find."""
        return {**super().bounds(scope), **edges(self, scope), "most": MOST_BYTES}
