"""Cohorts: visitors who have something in common, under a name; whoever they are at the moment of asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from query.cohorts.words import Definition, InFunnel
from query.kept import funnels
from query.kept.bounds import Kind, as_json
from query.kept.table import KeptTable, said
from query.questions.words import dump
from query.reports.funnel.question import BEYOND
from query.reports.funnel.visitors import check_step
from spoor import database
from spoor.errors import NotFound, Unprocessable
from spoor.schema import cohorts

_WORDS: TypeAdapter[Definition] = TypeAdapter(Definition)

KIND = Kind("cohorts", 150, cohorts.c.app_id)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort; `definition` in the words in which it was given."""

    id: UUID
    name: str
    definition: dict[str, Any]
    created_at: datetime


class NoSuchCohort(NotFound):
    """Unknown, or of another app."""

    code = "COHORT_NOT_FOUND"
    message = "There is no such cohort in this app."


def _read(row: database.Row) -> Cohort:
    return Cohort(row["id"], row["name"], row["definition"], row["created_at"])


TABLE = KeptTable(KIND, cohorts, _read, NoSuchCohort)
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def create(app_id: UUID, name: str, definition: Definition) -> Cohort:
    """Keep a definition.

    Raises NoSuchFunnel, Unprocessable, TooManyKept.
    """
    _check(app_id, definition)
    return TABLE.create(app_id, {"name": name, "definition": _json(definition)})


def change(app_id: UUID, cohort_id: str, name: str | None, definition: Definition | None) -> Cohort:
    """Give it another name, or definition, or both; None leaves what is.

    Raises NoSuchCohort, NoSuchFunnel, Unprocessable.
    """
    _check(app_id, definition)
    return TABLE.change(
        app_id, cohort_id, said(name=name, definition=None if definition is None else _json(definition))
    )


def definition_of(cohort: Cohort) -> Definition:
    """What a cohort is defined by, read."""
    return _WORDS.validate_python(cohort.definition)


def find(app_id: UUID, cohort_ids: list[UUID]) -> list[Cohort]:
    """Those of the cohorts that the app has."""
    return TABLE.list_of(app_id, cohorts.c.id.in_(cohort_ids))


def _check(app_id: UUID, definition: Definition | None) -> None:
    """Refuse what no question could be asked with.

    Raises NoSuchFunnel where a definition names a funnel that is not there, Unprocessable where a step that it has not.
    """
    if not isinstance(definition, InFunnel):
        return
    steps = len(definition.steps or funnels.get(app_id, definition.funnel_id or "").steps)
    if any(each.to_step > steps for each in definition.exclusions):
        raise Unprocessable([{"path": "definition.exclusions", "message": BEYOND}])
    check_step(steps, definition.step, definition.outcome, "definition.step")


def _json(definition: Definition) -> database.Json:
    return as_json(KIND, "definition", dump(definition))
