"""Logins of least rights: one for each kind of function, where the database's owner may make some."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from time import monotonic

import psycopg
from psycopg import sql

from host.configuration import KINDS
from spoor.postgres import database_url
from spoor.postgres.causes import Cause, cause_of
from spoor.postgres.connection import connect

_LOCK = 7_306_079
_TRY_S = 8.0


def names(database: str) -> dict[str, str]:
    """The logins by kind. Roles are of all databases of a server, so that the database's name has to be in them."""
    mark = hashlib.sha256(database.encode()).hexdigest()[:8]
    return {kind: f"spoor_{kind}_{mark}" for kind in KINDS}


def password(secret: str, login: str) -> str:
    """Made of a secret that is kept anyway: nothing more to keep, and all instances know it."""
    return hmac.digest(secret.encode(), f"database login {login}".encode(), "sha256").hex()


def make(direct_url: str, url: str, secret: str, tell: Callable[[str], None]) -> dict[str, str]:
    """The URLs by kind, with logins that were made or given their password; none where that cannot be: no right to make
    roles, or a pooler that does not know them. Raises psycopg.Error where the database is not to be had."""
    params = database_url.read(direct_url, "DIRECT_DATABASE_URL").params
    logins = _logins(params)
    try:
        _write(params, {login: (f"spoor_{kind}", password(secret, login)) for kind, login in logins.items()})
    except psycopg.errors.InsufficientPrivilege:
        tell("functions use DATABASE_URL as it is: its user may not make logins of fewer rights (CREATEROLE)")
        return {}
    urls = urls_of(direct_url, url, secret)
    try:
        for kind, each in urls.items():
            connect(dict(database_url.read(each, f"the login of {kind}").params), monotonic() + _TRY_S, "spoor").close()
    except psycopg.Error as error:
        if _is_refused(error):
            tell("functions use DATABASE_URL as it is: its pooler does not know logins that are made here")
            return {}
        raise
    return urls


def urls_of(direct_url: str, url: str, secret: str) -> dict[str, str]:
    """The URLs by kind, with the logins that `make` makes."""
    logins = _logins(database_url.read(direct_url, "DIRECT_DATABASE_URL").params)
    return {kind: _as(url, login, password(secret, login)) for kind, login in logins.items()}


def _logins(params: Mapping[str, str]) -> dict[str, str]:
    return names(params.get("dbname") or params.get("user") or "")


def _write(params: Mapping[str, str], logins: Mapping[str, tuple[str, str]]) -> None:
    info = psycopg.conninfo.make_conninfo("", **params)
    with psycopg.connect(info, autocommit=True, prepare_threshold=None) as live, live.transaction():
        live.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for login, (role, secret) in logins.items():
            name = sql.Identifier(login)
            known = live.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone()
            verb = sql.SQL("CREATE" if known is None else "ALTER")
            live.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(secret)))
            live.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), name))
            live.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(name))
            live.execute(sql.SQL("ALTER ROLE {} SET lock_timeout = '6s'").format(name))


def _as(url: str, login: str, secret: str) -> str:
    """Where a URL leads, with another user."""
    params = database_url.read(url, "DATABASE_URL").params
    return psycopg.conninfo.make_conninfo("", **{**params, "user": login, "password": secret})


def _is_refused(error: psycopg.Error) -> bool:
    """Whether a login, rather than the database, is what is missing."""
    return cause_of(error) is Cause.AUTH
