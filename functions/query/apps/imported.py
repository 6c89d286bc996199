"""What another product counted before, as its export says it: kept apart, and part of no report."""

import json
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from query.questions.form import Format
from query.questions.words import QueryString, date_of
from query.scope import Scope
from spoor import database

MOST_DAYS = 10_000
MOST_VALUES = 1_000

Dimension = Literal[
    "page", "entryPage", "exitPage", "source", "event", "location", "device", "browser", "operatingSystem"
]


def _a_day(text: str) -> str:
    try:
        date_of(text)
    except ValueError:
        raise ValueError("must be a date such as 2026-01-31") from None
    return text


_Day = Annotated[str, Field(min_length=10, max_length=10), AfterValidator(_a_day)]


class ImportedQuestion(QueryString):
    """`GET /api/apps/{appId}/imported`: the days from `from` on and before `to`, or all."""

    from_: Annotated[_Day | None, Field(alias="from", description="The first day, in the other product's zone.")] = None
    to: Annotated[_Day | None, Field(description="The first day after the range.")] = None
    dimension: Annotated[
        Dimension | None, Field(description="Its values, the days of the range added up; without it the days.")
    ] = None
    format: Format = "json"

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError("`from` must not lie after `to`")
        return self


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """What `source` counted on a `day`, or of a `value` on so many `days`, in that product's own words; what it does
    not know of a value is left out. `visitors` is null where several days are added up, since who came on two of them
    is counted in both; what the export does not say is null, too. `visitDurationS` is the seconds of all visits."""

    source: str
    day: str | None
    value: dict[str, str] | None
    days: int
    visitors: int | None
    visits: int | None
    pageviews: int | None
    events: int | None
    bounces: int | None
    visit_duration_s: int | None


def list_of(question: ImportedQuestion, scope: Scope) -> list[ImportedFigures]:
    """The newest MOST_DAYS days, or the MOST_VALUES values with the most visits or events.

    Raises DatabaseAway.
    """
    name, most = ("list_imported_values", MOST_VALUES) if question.dimension else ("list_imported_days", MOST_DAYS)
    params = {
        "app_id": scope.app_id,
        "dimension": question.dimension,
        "start": question.from_ or "-infinity",
        "end": question.to or "infinity",
        "most": most,
    }
    rows = database.run(database.sql("query.apps", name), params, repeatable=True)
    return [ImportedFigures(**{**row, "value": row["value"] and json.loads(row["value"])}) for row in rows]
