"""Reads who is in a cohort."""

from sqlalchemy import func, select

from query.cohorts.memberships import Membership
from query.engines.postgres.cohorts import build
from query.engines.postgres.scope import PostgresScope
from query.looks.cohort_visitors import CohortVisitorsQuestion
from spoor.statements import compiled


def gather(question: CohortVisitorsQuestion, scope: PostgresScope) -> list[str]:
    """The ids of a page of visitors and one more, where there is one.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    found = build(question.membership, scope).subquery()
    visitor = found.c.visitor.collate("C")
    page = select(found.c.visitor).where(visitor > question.after).order_by(visitor).limit(question.limit + 1)
    return [row["visitor"] for row in scope.rows(*compiled(page, "cohort_visitors"), may_loop=False)]


def gather_size(membership: Membership, scope: PostgresScope) -> int:
    """How many visitors there are.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    found = build(membership, scope).subquery()
    count = select(func.count().label("visitors")).select_from(found)
    [row] = scope.rows(*compiled(count, "cohort_size"), may_loop=False)
    return int(row["visitors"])
