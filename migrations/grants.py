"""Keeps the rights of Spoor's roles to the application's tables, which a push of the application may make anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

_ALL = "SELECT, INSERT, UPDATE, DELETE"
_FOUND = text(
    """/* grant_found: whether a role has every one of some privileges, or all of some columns'; null where the table or
    the role is not there */
    SELECT to_regclass(:table) IS NOT NULL AND to_regrole(:role) IS NOT NULL AND (
        SELECT bool_and(
            CASE WHEN :columns = '' THEN has_table_privilege(to_regrole(:role), to_regclass(:table), privilege)
            ELSE (
                SELECT bool_and(has_column_privilege(to_regrole(:role), to_regclass(:table), name, privilege))
                FROM unnest(string_to_array(:columns, ', ')) AS name
            ) END
        )
        FROM unnest(string_to_array(:privileges, ', ')) AS privilege
    )
    """
)


@dataclass(frozen=True)
class Grant:
    """What a role may do to a table, or to some of its columns."""

    role: str
    table: str
    privileges: str
    columns: str = ""

    def __str__(self) -> str:
        which = f" ({self.columns})" if self.columns else ""
        what = ", ".join(f"{each}{which}" for each in self.privileges.split(", "))
        return f"GRANT {what} ON {self.table} TO {self.role}"


GRANTS = (
    Grant("spoor_ingest", "public.tracked_apps", "SELECT", "id, api_key"),
    Grant("spoor_ingest", "public.events", "INSERT"),
    Grant("spoor_query", "public.tracked_apps", _ALL),
    Grant("spoor_query", "public.funnels", _ALL),
    Grant("spoor_query", "public.events", "SELECT"),
    Grant("spoor_query", "public.sessions", "SELECT"),
    Grant("spoor_auth", 'public."user"', _ALL),
    Grant("spoor_auth", "public.session", _ALL),
    Grant("spoor_auth", "public.account", _ALL),
    Grant("spoor_auth", "public.verification", _ALL),
    Grant("spoor_rollup", "public.tracked_apps", "SELECT", "id"),
    Grant("spoor_rollup", "public.tracked_apps", "UPDATE", "created_at"),
    Grant("spoor_rollup", "public.events", "SELECT", "app_id, anonymous_id, occurred_at, id, name, properties"),
    Grant("spoor_rollup", "public.sessions", _ALL),
    Grant("spoor_rollup", "public.session", "SELECT", "expires_at"),
    Grant("spoor_rollup", "public.session", "DELETE"),
    Grant("spoor_rollup", "public.verification", "SELECT", "expires_at"),
    Grant("spoor_rollup", "public.verification", "DELETE"),
)
"""The same as the migrations give; a test holds it against what the roles have."""


def missing(connection: Connection) -> Iterator[Grant]:
    """The rights that a role has not, whether a table was made anew or is gone."""
    for grant in GRANTS:
        words = {"role": grant.role, "table": grant.table, "privileges": grant.privileges, "columns": grant.columns}
        if not connection.execute(_FOUND, words).scalar():
            yield grant


def mend(connection: Connection) -> None:
    """Give the roles what they lack of the tables that are there."""
    for grant in list(missing(connection)):
        if connection.execute(text("SELECT to_regclass(:table)"), {"table": grant.table}).scalar() is not None:
            connection.execute(text(str(grant)))
