"""Which events a part of a question is about, as conditions."""

from sqlalchemy import ColumnElement, Uuid, and_, true

from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.scope import PostgresScope
from query.reports.choice import EventChoice
from query.reports.report import ReportQuestion
from spoor.schema import events
from spoor.statements import named


def matches(choice: EventChoice, scope: PostgresScope) -> ColumnElement[bool]:
    """Whether an event is one of those chosen."""
    named = true() if choice.event is None else events.c.name == choice.event
    return and_(named, holds(choice.filters, scope.members))


def asked_about(question: ReportQuestion, scope: PostgresScope) -> ColumnElement[bool]:
    """Whether an event is one of the app's that pass the filters of the whole question; the range is not looked at."""
    return and_(of_app(scope), holds(question.filters, scope.members))


def of_app(scope: PostgresScope) -> ColumnElement[bool]:
    """Whether an event is one of the app's."""
    return events.c.app_id == named("app_id", scope.app_id, Uuid())
