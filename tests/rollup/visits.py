"""Sessions as they are stored, and as they should be."""

from datetime import datetime, timedelta

from tests.oracles.sessions import Visit, sessions
from tests.people import Direct


def stored(database: Direct) -> list[Visit]:
    """What is in `sessions`, in order."""
    rows = database.execute(
        "SELECT app_id::text, anonymous_id, started_at, ended_at FROM public.sessions"
        ' ORDER BY app_id::text, anonymous_id COLLATE "C", started_at'
    ).fetchall()
    return [(row["app_id"], row["anonymous_id"], row["started_at"], row["ended_at"]) for row in rows]


def expected(database: Direct, now: datetime) -> list[Visit]:
    """What the events and the apps that are stored should have led to."""
    apps = database.execute("SELECT app_id::text AS id, session_gap_seconds AS gap FROM spoor.settings").fetchall()
    events = database.execute("SELECT app_id::text, anonymous_id, occurred_at FROM public.events").fetchall()
    gaps = {row["id"]: timedelta(seconds=row["gap"]) for row in apps}
    return sessions([(row["app_id"], row["anonymous_id"], row["occurred_at"]) for row in events], gaps, now)
