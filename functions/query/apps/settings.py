"""An app's own rules for what ingest takes, and for what a session is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from query.apps.tracked_apps import NoSuchApp
from spoor import database


@dataclass(frozen=True, slots=True)
class AppSettings:
    """The rules; ingest follows a change within 30 seconds.

    No `allowed_origins` means pages of any origin; None for `allowed_event_names` any name, for `rate_limit_per_minute`
    (events, for each instance) the default of the deployment. `session_gap_seconds` is the longest pause within a
    session, which reports follow at once and, for the past too, what rollup keeps with its next runs. Without
    `accept_claims` trackers link no ids; with `accept_merges` they may make one visitor of two known users. Sealed days
    leave the database after `retention_days`, and are in the lake alone then; None for never.
    """

    keep_bots: bool = False
    allowed_origins: tuple[str, ...] = ()
    allowed_event_names: tuple[str, ...] | None = None
    rate_limit_per_minute: int | None = None
    session_gap_seconds: int = 1800
    accept_claims: bool = True
    accept_merges: bool = False
    retention_days: int | None = None


_NAMES = [field.name for field in fields(AppSettings)]


def get(app_id: UUID) -> AppSettings:
    """The settings of the app.

    Raises NoSuchApp where it has gone meanwhile.
    """
    return _one(database.run(database.sql("query.apps", "get_settings"), {"id": app_id}, repeatable=True))


def change(app_id: UUID, given: Mapping[str, Any]) -> AppSettings:
    """Change those settings of the app that are `given`; gives all of them.

    Raises NoSuchApp where it has gone meanwhile.
    """
    values = {**asdict(AppSettings()), **given}
    lists = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    params = {"id": app_id, "changed": list(given), **lists}
    return _one(database.run(database.sql("query.apps", "change_settings"), params, repeatable=True))


def _one(rows: list[database.Row]) -> AppSettings:
    if not rows:
        raise NoSuchApp
    return AppSettings(**{name: rows[0][name] for name in _NAMES})
