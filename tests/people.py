"""The people of the tests: owners, their apps, and what their visitors did."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from tests.emptying import empty_with_all

Direct = psycopg.Connection[DictRow]
When = datetime | str
Happened = tuple[str, str | None, When] | tuple[str, str | None, When, dict[str, Any] | None]
"""An event: name, anonymous_id, time, and its properties if it has any."""


def sign_up(database: Direct, user_id: str) -> str:
    """A user, straight into the table."""
    database.execute(
        'INSERT INTO public."user" (id, name, email) VALUES (%s, %s, %s)', [user_id, user_id, f"{user_id}@example.com"]
    )
    return user_id


def track(database: Direct, owner_id: str, key: str) -> str:
    """An app of the owner with the ingest key `key`; gives its id."""
    row = database.execute(
        "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES (%s, 'shop', %s) RETURNING id::text",
        [owner_id, key],
    ).fetchone()
    assert row is not None
    return str(row["id"])


def happen(database: Direct, app_id: str, events: Iterable[Happened]) -> None:
    """Events, straight into the table."""
    rows = [
        (uuid4(), app_id, name, anonymous_id, at, Jsonb(said[0]) if said and said[0] is not None else None)
        for name, anonymous_id, at, *said in events
    ]
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO public.events (id, app_id, name, anonymous_id, occurred_at, properties)"
            " VALUES (%s,%s,%s,%s,%s,%s)",
            rows,
        )


def forget(database: Direct) -> None:
    """Nothing happened and nobody is anybody else, as before the first of many examples that share a database."""
    of_visitors = ("identities", "known_ids", "claims", "aliases", "merges")
    empty_with_all(database, ["public.events", *(f"spoor.{table}" for table in of_visitors)])


def claim(database: Direct, app_id: str, *pairs: tuple[str, str]) -> None:
    """Let users claim anonymous ids: pairs of an anonymous id and a user's, as ingest tells the database."""
    said = {
        "known": sorted({user for _, user in pairs}),
        "claims": [[one, user, "2026-01-01T00:00:00Z"] for one, user in pairs],
        "aliases": [],
    }
    database.execute("SELECT spoor.link(%s, %s, 'test', false)", [app_id, Jsonb(said)])


def stored(database: Direct, app_id: str | None = None) -> list[dict[str, Any]]:
    """What is in `events`, in order of time."""
    return database.execute(
        "SELECT * FROM public.events WHERE app_id = coalesce(%(app_id)s::uuid, app_id) ORDER BY occurred_at, id",
        {"app_id": app_id},
    ).fetchall()
