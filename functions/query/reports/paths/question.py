"""What can be asked about paths."""

from typing import Annotated

from pydantic import Field

from query.questions.filters import EventProperty
from query.questions.words import EventName
from query.reports.report import ReportQuestion

MAX_DEPTH = 10
MAX_LIMIT = 50


class PathsQuestion(ReportQuestion):
    """`POST /api/apps/{appId}/reports/paths`: from a start, to an end, between the two, or from where sessions begin.

    Steps are named by the events' names, or by the values of a `property`; so are `startEvent` and `endEvent`.
    """

    start_event: EventName | None = None
    end_event: EventName | None = None
    depth: Annotated[int, Field(ge=1, le=MAX_DEPTH)] = 5
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 50
    property: EventProperty | None = None
