"""The database over its direct URL, as its owner: looked at, migrated, given a login for the functions."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import psycopg
from alembic.util import CommandError
from psycopg import sql
from sqlalchemy.exc import SQLAlchemyError

from deployment.console import Console
from deployment.database import pooled
from deployment.failure import Failed
from host.migration import migrate
from spoor.errors import Misconfigured
from spoor.postgres import database_url
from spoor.postgres.causes import Cause, cause_of
from spoor.postgres.connection import Connection, connect

OLDEST = 150000
"""Postgres 15."""

_WHAT_TO_DO: Mapping[Cause, str] = {
    Cause.DNS: "its host's name leads nowhere: look at the URL",
    Cause.REFUSED: "nobody listens there: look at host and port, and whether the database runs",
    Cause.UNREACHABLE: "there is no way there from here: a database in a private network is migrated from inside"
    " it, and an address that is IPv6 only (as Supabase's direct one) needs IPv6 here, or the session pooler's URL",
    Cause.TIME_OUT: "nobody answered within 15 s: look at the firewall and the list of allowed addresses",
    Cause.AUTH: "user or password is wrong, or this address may not sign in",
    Cause.NO_DATABASE: "there is no database of that name: look at the end of the URL, or create it",
    Cause.TLS: "TLS is asked for and not there, or its certificate is not trusted: look at sslmode",
    Cause.POOL_FULL: "it has no connection to spare: end some, or wait",
}


@dataclass(frozen=True)
class Direct:
    """The database past its pooler; `params` are libpq's."""

    url: str
    params: Mapping[str, str]

    @property
    def database(self) -> str:
        """The name of the database."""
        return self.params.get("dbname") or self.params.get("user") or "postgres"


def read(url: str) -> Direct:
    """The deployer's answer. Raises Failed."""
    try:
        given = database_url.read(url, "DIRECT_DATABASE_URL").params
    except Misconfigured as error:
        raise Failed(f"{error.message} Copy it anew from your provider's page.") from None
    params = pooled.straight(given)
    return Direct(psycopg.conninfo.make_conninfo("", **params), params)


@contextmanager
def connected(params: Mapping[str, str], what: str, patience_s: float = 15.0) -> Iterator[Connection]:
    """A connection; `what` names the database in a failure. Raises Failed."""
    try:
        live = connect(params, monotonic() + patience_s, "spoor deploy")
    except psycopg.Error as error:
        cause = cause_of(error)
        raise Failed(f"{what} cannot be had ({cause}): {_WHAT_TO_DO.get(cause, 'look at the URL')}.") from None
    with live:
        live.deadline = monotonic() + 300
        yield live


def look(console: Console, direct: Direct) -> None:
    """Refuse what Spoor cannot live in. Raises Failed."""
    console.look("SELECT server_version_num, whether it is a replica, whether its user may make roles")
    with connected(direct.params, "The database of DIRECT_DATABASE_URL") as live:
        [row] = live.execute(
            "SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS replica,"
            " current_setting('transaction_read_only') = 'on' AS read_only,"
            " (SELECT rolcreaterole OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)"
            " AS may_make_roles,"
            " has_database_privilege(current_database(), 'CREATE') AS may_make_schemas"
        ).fetchall()
    if row["version"] < OLDEST:
        raise Failed(f"The database is Postgres {row['version'] // 10000}, Spoor needs 15 or later: upgrade it first.")
    if row["replica"] or row["read_only"]:
        raise Failed("DIRECT_DATABASE_URL leads to a replica, which only reads: give the URL of the primary (writer).")
    if not row["may_make_roles"]:
        raise Failed("The user of DIRECT_DATABASE_URL may not make roles: `ALTER ROLE … CREATEROLE`, or use the owner.")
    if not row["may_make_schemas"]:
        raise Failed("The user of DIRECT_DATABASE_URL may not make schemas: use the database's owner.")


def bring_up_to_date(console: Console, direct: Direct) -> None:
    """Run the migrations. Raises Failed."""
    console.call("make migrate")
    if console.dry:
        return
    try:
        migrate(direct.url)
    except (SQLAlchemyError, CommandError, psycopg.Error, Misconfigured) as error:
        cause = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise Failed(f"The database could not be migrated, nothing of it was kept: {cause}") from None


def set_login(console: Console, direct: Direct, login: str, password: str, role: str) -> None:
    """Make a login of functions, or give the one that is there a new password. Raises Failed."""
    console.call(f"CREATE ROLE {login} LOGIN PASSWORD '…' IN ROLE {role}, with its time-outs")
    if console.dry:
        return
    name, secret = sql.Identifier(login), sql.Literal(password)
    with connected(direct.params, "The database of DIRECT_DATABASE_URL") as live:
        try:
            with live.transaction():
                live.execute("SELECT pg_advisory_xact_lock(7306079)")
                known = live.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone()
                verb = sql.SQL("CREATE" if known is None else "ALTER")
                live.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, secret))
                live.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), name))
                live.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(name))
                live.execute(sql.SQL("ALTER ROLE {} SET lock_timeout = '6s'").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise Failed(
                f"The user of DIRECT_DATABASE_URL may not make the login {login}, or not give it the role {role}:"
                " use the user who ran the first migration, or the database's owner."
            ) from None
        except psycopg.Error as error:
            said = re.sub(re.escape(password), "…", str(error)).strip()
            raise Failed(f"The login {login} could not be made: {next(iter(said.splitlines()), '')}") from None
