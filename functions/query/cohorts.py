"""Cohorts: visitors who have something in common, under a name; whoever they are at the moment of asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from query import funnels, kept
from query.cohort_words import Definition, InFunnel
from query.questions.words import dump
from query.reports.funnel.visitors import check_step
from query.row_ids import row_id
from spoor import database
from spoor.errors import NotFound

_WORDS: TypeAdapter[Definition] = TypeAdapter(Definition)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort; `definition` in the words in which it was given."""

    id: UUID
    name: str
    definition: dict[str, Any]
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "Cohort":
        """The cohort of a row of `cohorts`."""
        return cls(row["id"], row["name"], row["definition"], row["created_at"])


class NoSuchCohort(NotFound):
    """Unknown, or of another app."""

    code = "COHORT_NOT_FOUND"
    message = "There is no such cohort in this app."


def create(app_id: UUID, name: str, definition: Definition) -> Cohort:
    """Keep a definition.

    Raises NoSuchFunnel, Unprocessable, TooManyKept.
    """
    _check(app_id, definition)
    params = {"app_id": app_id, "name": name, "definition": _json(definition)}
    with kept.room_for(kept.COHORTS, app_id) as connection:
        [row] = connection.execute(database.sql("query", "create_cohort"), params).fetchall()
    return Cohort.from_row(row)


def list_of(app_id: UUID) -> list[Cohort]:
    """The app's cohorts, newest first."""
    rows = database.run(database.sql("query", "list_cohorts"), {"app_id": app_id}, repeatable=True)
    return [Cohort.from_row(row) for row in rows]


def get(app_id: UUID, cohort_id: str) -> Cohort:
    """The app's cohort.

    Raises NoSuchCohort.
    """
    found = find(app_id, [row_id(cohort_id, NoSuchCohort)])
    if not found:
        raise NoSuchCohort
    return found[0]


def change(app_id: UUID, cohort_id: str, name: str | None, definition: Definition | None) -> Cohort:
    """Give it another name, or definition, or both; None leaves what is.

    Raises NoSuchCohort, NoSuchFunnel, Unprocessable.
    """
    _check(app_id, definition)
    given = None if definition is None else _json(definition)
    params = {"app_id": app_id, "id": row_id(cohort_id, NoSuchCohort), "name": name, "definition": given}
    rows = database.run(database.sql("query", "change_cohort"), params, repeatable=True)
    if not rows:
        raise NoSuchCohort
    return Cohort.from_row(rows[0])


def delete(app_id: UUID, cohort_id: str) -> None:
    """Forget it.

    Raises NoSuchCohort.
    """
    params = {"app_id": app_id, "id": row_id(cohort_id, NoSuchCohort)}
    if not database.change(database.sql("query", "delete_cohort"), params, repeatable=False):
        raise NoSuchCohort


def definition_of(cohort: Cohort) -> Definition:
    """What a cohort is defined by, read."""
    return _WORDS.validate_python(cohort.definition)


def find(app_id: UUID, cohort_ids: list[UUID]) -> list[Cohort]:
    """Those of the cohorts that the app has."""
    params = {"app_id": app_id, "ids": cohort_ids}
    rows = database.run(database.sql("query", "find_cohorts"), params, repeatable=True)
    return [Cohort.from_row(row) for row in rows]


def _check(app_id: UUID, definition: Definition | None) -> None:
    """Refuse what no question could be asked with.

    Raises NoSuchFunnel where a definition names a funnel that is not there, Unprocessable where a step that it has not.
    """
    if not isinstance(definition, InFunnel):
        return
    steps = len(funnels.get(app_id, definition.funnel_id).steps)
    check_step(steps, definition.step, definition.outcome, "definition.step")


def _json(definition: Definition) -> database.Json:
    return kept.as_json(kept.COHORTS, "definition", dump(definition))
