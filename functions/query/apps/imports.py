"""Imports of other products' exports: who manages an app begins one, and its id opens ingest for the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query.apps.tracked_apps import NoSuchApp
from spoor import database


@dataclass(frozen=True, slots=True)
class Import:
    """An import that was begun: whoever knows its `id` may send files until it ends."""

    id: UUID
    format: str
    ends_at: datetime


def begin(app_id: UUID, format_: str, wishes: Mapping[str, Any]) -> Import:
    """Let files of an export be sent for a day; `wishes` is what the owner says of it, as ingest reads it.

    Raises NoSuchApp where the app has gone meanwhile, DatabaseAway.
    """
    params = {"app_id": app_id, "format": format_, "wishes": database.Json(dict(wishes))}
    for row in database.run(database.sql("query.apps", "begin_import"), params, repeatable=False):
        return Import(row["id"], row["format"], row["ends_at"])
    raise NoSuchApp
