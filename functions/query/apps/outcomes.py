"""What became of an app's events, by the hour, the sender and the code: accepted, duplicates, warned, refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from query.questions.form import Format
from query.questions.words import OpenRange
from query.scope import Scope
from query.table import Table
from spoor import database

MOST = 10_000
_USUAL = timedelta(days=7)


class OutcomesQuestion(OpenRange):
    """`GET /api/apps/{appId}/outcomes`; without a range it is about the last seven days."""

    format: Format = "json"


@dataclass(frozen=True, slots=True)
class Sample:
    """An event that had the code: its name and those of its properties, never their values."""

    event: str | None
    properties: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many events of a sender had a code in an hour. The codes are those of receipts, and `ACCEPTED`, `DUPLICATE`,
    `RATE_LIMITED`; a sender is the library that named itself, or the wire format."""

    hour: datetime
    sender: str
    code: str
    count: int
    sample: Sample | None


def list_of(question: OutcomesQuestion, scope: Scope) -> list[Outcome]:
    """The outcomes of a range, newest first: the newest MOST of them.

    Raises DatabaseAway.
    """
    end = question.end or scope.now + timedelta(hours=1)
    start = question.start or end - _USUAL
    params = {"app_id": scope.app_id, "start": start, "end": end, "most": MOST}
    rows = database.run(database.sql("query.apps", "list_outcomes"), params, repeatable=True)
    return [
        Outcome(row["hour"], row["sender"], row["code"], row["count"], row["sample"] and Sample(**row["sample"]))
        for row in rows
    ]


def table(outcomes: list[Outcome]) -> Table:
    """The outcomes for a spreadsheet."""
    return Table(
        ("hour", "sender", "code", "count", "sampleEvent", "sampleProperties"),
        [
            (
                one.hour.isoformat(),
                one.sender,
                one.code,
                one.count,
                one.sample.event if one.sample else None,
                ", ".join(one.sample.properties) if one.sample else None,
            )
            for one in outcomes
        ],
    )
