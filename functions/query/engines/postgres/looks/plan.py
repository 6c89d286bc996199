"""Reads which properties the events of each name have, of which types."""

from query.engines.postgres.scope import PostgresScope
from query.looks.plan import MOST_READ, Learned, LearnedProperty, SuggestionQuestion
from query.questions.filters import LONGEST_PROPERTY
from spoor import database


def gather(question: SuggestionQuestion, scope: PostgresScope) -> Learned:
    """What the newest events of the range have.

    Raises TooManyReports, TooSlow, DatabaseAway.
    """
    start, end = question.range(scope.now)
    params = {
        "app_id": scope.app_id,
        "start": start,
        "end": end,
        "most": MOST_READ,
        "longest": LONGEST_PROPERTY,
    }
    rows = scope.rows(database.sql("query.engines.postgres", "learn_plan"), params)
    return Learned(
        {row["event"]: row["events"] for row in rows},
        [
            LearnedProperty(row["event"], row["name"], row["count"], row["types"], row["examples"] or [])
            for row in rows
            if row["name"] is not None
        ],
    )
