"""In which form an answer is wanted, as a query string or the header Accept says, and how it is put into that form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic.alias_generators import to_camel

from query.api.surfaces import root_of
from query.apps import unseen_names
from query.apps.unseen_names import UnseenName
from query.conductor import Deferred, answered
from query.csv_text import csv_of
from query.questions.form import Format
from query.questions.words import Words
from query.reports.report import Report
from query.reports.units import table_in_units
from query.routes.answers import Many, gives
from query.routes.words import in_words, table_of
from query.scope import Scope
from query.table import Table
from spoor.http.accept import prefers_csv
from spoor.http.error_answers import Json

CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
"""How the documentation of an address says that it answers as CSV too."""
WAY = "Spoor-Engine"
"""The header that tells from where a report was answered, and why from there."""
UNSEEN = "Spoor-Unseen-Names"
"""The header that tells which of the names that a report refers to were not seen for a week."""
_LONGEST_UNSEEN = 2000
"""Characters of it: a gateway bounds all headers together. Names beyond are left out."""
UNSEEN_HEADER = {
    UNSEEN: {
        "description": "Names that the report refers to and of which no event happened for a week, as they stand in an "
        "address, each with `last-seen` where that is known. It is not there where there is no such name.",
        "schema": {"type": "string"},
    }
}
BEGINS = "Spoor-Begins-At"
"""The header that tells where an answer begins that was asked for without a beginning."""
BEGINS_HEADER = {
    BEGINS: {
        "description": "Events before it have left the database, and are not in this answer; not there where all are.",
        "schema": {"type": "string", "format": "date-time"},
    }
}
_NEXT = {
    **BEGINS_HEADER,
    "Next-Cursor": {
        "description": "What `nextCursor` is in JSON, as it stands in an address.",
        "schema": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an answer: CSV, or JSON. `sent` is what goes out, where headers may be put; addresses that it tells
    begin with `root`, as that of the request does."""

    csv: bool
    sent: Response
    root: str

    def of_report(self, report: Report[Any, Any, Any], question: Words, scope: Scope) -> Any:
        """What a report answers, or the job that will.

        Raises what `answered` does.
        """
        try:
            asked, found = answered(report, question, scope, may_wait=True)
        except Deferred as later:
            return self.later_on(scope.app_id, JobProgress(later.job, "running"))
        return self.of_answered(report, asked, found, scope)

    def later_on(self, app_id: UUID, job: "JobProgress") -> Response:
        """Where to come back for the answer, and when."""
        headers = {"location": f"{self.root}/apps/{app_id}/jobs/{job.job_id}", "retry-after": "2"}
        return Json(in_words(job), status_code=202, headers=headers)

    def of_answered(self, report: Report[Any, Any, Any], asked: Any, found: Any, scope: Scope) -> Any:
        """What a report answered."""
        answer = _csv(table_in_units(asked, report.table(asked, found)), report.name) if self.csv else in_words(found)
        headers = (answer if self.csv else self.sent).headers
        headers[WAY] = ", ".join(scope.ways)
        if unseen := unseen_names.unseen_of(scope):
            headers[UNSEEN] = _header_of(unseen)
        return answer

    def of_list(self, word: str, found: Sequence[Any], model: type, table: Table | None = None) -> Any:
        """All that there is of a kind of thing, under its word; its `table`, if it has one of its own."""
        if self.csv:
            return _csv(table or table_of(model, found), _kebab(word))
        return {to_camel(word): in_words(found)}

    def of_page(self, word: str, page: Any, model: type) -> Any:
        """A page, of which `word` are the things; what else it tells stands in JSON alone, but for the next cursor."""
        return self.of_answer(page, table_of(model, getattr(page, word)), word)

    def of_answer(self, answer: Any, table: Table, name: str) -> Any:
        """An answer, or the table that is made of it."""
        begins = begins_header(getattr(answer, "begins_at", None))
        if not self.csv:
            self.sent.headers.update(begins)
            return in_words(answer)
        found = _csv(table, _kebab(name), getattr(answer, "next_cursor", None))
        found.headers.update(begins)
        return found


def _of(request: Request, sent: Response) -> Form:
    """What is said, as words of the address or else as a header."""
    said = request.query_params.get("format")
    is_csv = prefers_csv(request.headers.get("accept", "")) if said is None else said == "csv"
    return Form(is_csv, sent, root_of(request.scope.get("aws.event") or {}))


def _said(request: Request, sent: Response, _: Annotated[Format | None, Query(alias="format")] = None) -> Form:
    return _of(request, sent)


Wanted = Annotated[Form, Depends(_said)]
"""The form of an answer, for an address that knows no other words of a query string."""
WantedToo = Annotated[Form, Depends(_of)]
"""The same for one whose question has the word `format` itself."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A question that an engine elsewhere answers: `progress` is how much of the files it has read, from 0 to 1, null
    where it does not tell."""

    job_id: UUID
    state: str
    progress: float | None = None


def lists(word: str, model: type, description: str) -> dict[int | str, dict[str, Any]]:
    """What an address with a list answers, for its documentation."""
    return gives(Many(to_camel(word), model), description, content=CSV)


def pages(model: type, description: str) -> dict[int | str, dict[str, Any]]:
    """The same of an address with pages."""
    return gives(model, description, content=CSV, headers=_NEXT)


def _csv(table: Table, name: str, next_cursor: str | None = None) -> Response:
    """CSV that a browser saves as `name`.csv."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    if next_cursor is not None:
        headers["next-cursor"] = quote(next_cursor, safe="=")
    return Response(csv_of(table), headers=headers, media_type="text/csv; charset=utf-8")


def begins_header(begins_at: datetime | None) -> dict[str, str]:
    """What tells where an answer begins; nothing where it has all that was asked for."""
    return {} if begins_at is None else {BEGINS: begins_at.isoformat()}


def _header_of(unseen: Sequence[UnseenName]) -> str:
    """Names as they stand in an address, each with when it was seen last, if ever."""
    said = ""
    for one in unseen:
        at = f'; last-seen="{one.last_seen_at.isoformat()}"' if one.last_seen_at else ""
        more = f"{said}{', ' if said else ''}{quote(one.name, safe='')}{at}"
        if len(more) > _LONGEST_UNSEEN:
            break
        said = more
    return said


def _kebab(word: str) -> str:
    return word.replace("_", "-")
