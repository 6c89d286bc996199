"""Cohorts: visitors who have something in common, under a name; whoever they are at the moment of asking."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select

from query import funnels, kept
from query.cohort_statement import build
from query.cohort_words import Definition, InFunnel
from query.filters import cohorts_named
from query.reports.ask import ask
from query.reports.funnel.visitors import check_step
from query.row_ids import row_id
from query.scope import Scope
from query.words import dump
from spoor import database
from spoor.errors import NotFound, Unprocessable
from spoor.statements import compiled

MOST_NAMED = 10
"""In one question: each is a look at the events of its own."""

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


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Some of a cohort's visitors, in the order of their ids; `next_cursor` is the last one's, where more follow."""

    visitors: list[str]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CohortSize:
    """How many visitors a cohort has."""

    visitors: int


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
    found = _found(app_id, [row_id(cohort_id, NoSuchCohort)])
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


def visitors(scope: Scope, cohort_id: str, limit: int, after: str) -> MembersPage:
    """The visitors of a cohort whose ids come after `after`.

    Raises NoSuchCohort, NoSuchFunnel, Unprocessable, TooLarge, TooSlow, DatabaseAway.
    """
    found = _members(get(scope.app_id, cohort_id), scope).subquery()
    visitor = found.c.visitor.collate("C")
    page = select(found.c.visitor).where(visitor > after).order_by(visitor).limit(limit + 1)
    names = [row["visitor"] for row in ask(*compiled(page, "cohort_visitors"), scope)]
    return MembersPage(names[:limit], names[limit - 1] if len(names) > limit else None)


def size(scope: Scope, cohort_id: str) -> int:
    """How many visitors a cohort has.

    Raises NoSuchCohort, NoSuchFunnel, Unprocessable, TooLarge, TooSlow, DatabaseAway.
    """
    found = _members(get(scope.app_id, cohort_id), scope).subquery()
    [row] = ask(*compiled(select(func.count().label("visitors")).select_from(found), "cohort_size"), scope)
    return int(row["visitors"])


def with_members(scope: Scope, question: object) -> Scope:
    """The scope with the visitors of each cohort that a question, or a part of one, names: as statements that say who
    they are.

    Raises Unprocessable where there is no such cohort in the app, too many are named, or the funnel of one is not there
    any more or has lost the step; for one of a funnel also TooLarge, TooSlow, DatabaseAway.
    """
    wanted = sorted(cohorts_named(question))
    if not wanted:
        return scope
    if len(wanted) > MOST_NAMED:
        message = f"It names {len(wanted)} different cohorts, and {MOST_NAMED} is the most"
        raise Unprocessable([{"path": "filters", "message": message}])
    found = {cohort.id: cohort for cohort in _found(scope.app_id, wanted)}
    if unknown := [str(each) for each in wanted if each not in found]:
        raise Unprocessable([{"path": "filters", "message": f"There is no cohort {unknown[0]} in this app"}])
    return replace(scope, members={each.id: _named(each, scope) for each in found.values()})


def _members(cohort: Cohort, scope: Scope) -> Select[Any]:
    return build(_WORDS.validate_python(cohort.definition), scope)


def _named(cohort: Cohort, scope: Scope) -> Select[Any]:
    """Its visitors; what is wrong with it is told as what is wrong with the filters that name it."""
    try:
        return _members(cohort, scope)
    except (funnels.NoSuchFunnel, Unprocessable) as error:
        why = error.problems[0]["message"] if isinstance(error, Unprocessable) else error.message
        message = f"The cohort {cohort.id} has to be defined anew. {why}"
        raise Unprocessable([{"path": "filters", "message": message}]) from error


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


def _found(app_id: UUID, cohort_ids: list[UUID]) -> list[Cohort]:
    params = {"app_id": app_id, "ids": cohort_ids}
    rows = database.run(database.sql("query", "find_cohorts"), params, repeatable=True)
    return [Cohort.from_row(row) for row in rows]
