"""An app's tracking plan, kept where ingest reads it."""

from dataclasses import asdict
from uuid import UUID

from query.tracking_plan import PlannedEvent, PlannedProperty, TrackingPlan
from spoor import database
from spoor.errors import NotFound


class NoPlan(NotFound):
    """The app expects nothing."""

    code = "NO_PLAN"
    message = "This app has no tracking plan. PUT one here; GET …/plan/suggestion gives one of what came lately."


def get(app_id: UUID) -> TrackingPlan:
    """The app's plan; where it expects nothing, one that says so and was never changed.

    Raises DatabaseAway.
    """
    rows = database.run(database.sql("query.apps", "plan/get_plan"), {"app_id": app_id}, repeatable=True)
    return _read(rows[0]) if rows else TrackingPlan(only_planned=False)


def put(app_id: UUID, plan: TrackingPlan) -> TrackingPlan:
    """Make this the app's plan; ingest follows within 30 seconds.

    Raises NoPlan where the app has gone meanwhile, DatabaseAway.
    """
    kept = asdict(plan)
    del kept["changed_at"]
    params = {"app_id": app_id, "plan": database.Json(kept)}
    rows = database.run(database.sql("query.apps", "plan/put_plan"), params, repeatable=True)
    if not rows:
        raise NoPlan
    return _read(rows[0])


def remove(app_id: UUID) -> None:
    """Expect nothing of the app's events any more.

    Raises NoPlan, DatabaseAway.
    """
    if not database.run(database.sql("query.apps", "plan/remove_plan"), {"app_id": app_id}, repeatable=False):
        raise NoPlan


def _read(row: database.Row) -> TrackingPlan:
    plan = row["plan"]
    events = [
        PlannedEvent(one["name"], [PlannedProperty(**each) for each in one["properties"]], one["description"])
        for one in plan["events"]
    ]
    return TrackingPlan(events, plan["on_breach"], plan["only_planned"], row["changed_at"])
