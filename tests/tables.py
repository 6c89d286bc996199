"""Whole tables, read and emptied past the API: their names are composed, never spliced."""

from typing import Any

from psycopg import sql

from tests.emptying import empty_with_all
from tests.people import Direct

ROOTS = (
    "public.user",
    "public.verification",
    "spoor.rate_limit",
    "spoor.outgoing_mail",
    "spoor.lake_files",
    "spoor.organization",
    "spoor.lake_home",
)
"""The tables that nobody's going empties; all others go with a user."""


def name_of(table: str) -> sql.Identifier:
    """A table that is called `schema.name`, as statements are composed of it."""
    return sql.Identifier(*table.split("."))


def every_row(database: Direct, table: str, order: str | None = None) -> list[dict[str, Any]]:
    """All rows of a table, in the order of a column if one is named."""
    asked = sql.SQL("SELECT * FROM {}").format(name_of(table))
    by = sql.SQL(" ORDER BY {}").format(sql.Identifier(order)) if order else sql.SQL("")
    return database.execute(asked + by).fetchall()


def empty(database: Direct) -> None:
    """Leave no row in any table."""
    empty_with_all(database, ROOTS)
