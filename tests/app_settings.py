"""What apps say about their events, written past the API."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

SAY = """INSERT INTO spoor.app_settings AS own (app_id, {columns})
SELECT id, {values} FROM public.tracked_apps WHERE {key} IN ('', api_key) OR {key} = id::text
ON CONFLICT (app_id) DO UPDATE SET ({columns}) = ROW ({given})"""


def say(database: psycopg.Connection[DictRow], key: str = "", **settings: Any) -> None:
    """Give all apps, or the one with the ingest key or id `key`, some `settings`; the others stay."""
    columns = sql.SQL(", ").join(map(sql.Identifier, settings))
    values = sql.SQL(", ").join(map(sql.Literal, settings.values()))
    given = sql.SQL(", ").join(sql.Identifier("excluded", name) for name in settings)
    database.execute(sql.SQL(SAY).format(columns=columns, values=values, given=given, key=sql.Literal(key)))
