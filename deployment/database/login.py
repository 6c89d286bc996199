"""The URL by which the functions reach the database: a login of their own, at the pooler."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep

import certifi
import psycopg

from deployment.aws import parameter_store
from deployment.aws.calls import Aws
from deployment.console import Console
from deployment.database import direct, pooled
from deployment.database.direct import Direct
from deployment.database.pooled import Pooler
from deployment.failure import Failed
from deployment.stage import ROOT, Stage
from spoor.errors import Misconfigured
from spoor.postgres import database_url
from spoor.postgres.causes import Cause, cause_of
from spoor.postgres.connection import connect

TRIES, PAUSE_S = 5, 1.0
"""How often a pooler that does not know a new login yet is asked again, and seconds between."""

_HERE = {pooled.AUTHORITIES: certifi.where(), pooled.OF_RDS: str(ROOT / "layers/common/rds.pem")}
"""The files of authorities, by where functions have them."""

_UNENCRYPTED = {"disable", "allow", "prefer"}


@dataclass(frozen=True)
class _Found:
    url: str
    verified: bool
    place: Pooler


_KINDS = {"IngestDatabaseUrlArn": "ingest", "AuthDatabaseUrlArn": "auth", "RollupDatabaseUrlArn": "rollup"}
_MAIN = "DatabaseUrlArn"


def keep_all(console: Console, aws: Aws, owner: Direct, stage: Stage, wanted: Mapping[str, str]) -> None:
    """Store a URL for each of the `wanted` parameters: where there is one alone, its login is a member of all roles,
    else each has what its kind of function needs. The pooler that served one serves the others. Raises Failed."""
    place: Pooler | None = None
    for parameter, what in wanted.items():
        kind = _KINDS.get(parameter, "query")
        login = f"{stage.login}_{kind}_login" if len(wanted) > 1 else stage.login
        role = f"spoor_{kind}" if len(wanted) > 1 else "spoor_app"
        place = _keep(console, aws, owner, _Wanted(stage.parameter(what), login, role), place) or place


@dataclass(frozen=True)
class _Wanted:
    """A parameter's name, the login that its URL names, and the role whose rights that has."""

    name: str
    login: str
    role: str


def _keep(console: Console, aws: Aws, owner: Direct, wanted: _Wanted, place: Pooler | None) -> Pooler | None:
    """Store a pooled URL that works, with a login and a random password; one that is stored and works stays. Gives the
    pooler that was found.

    A run that was cut between password and storing leaves a URL that does not work: the next run makes both anew.

    Raises Failed.
    """
    name = wanted.name
    places = [place] if place else pooled.candidates(owner.params)
    stored = parameter_store.read(aws, name)
    if stored is not None and _still_good(stored, owner, places, wanted):
        console.say(f"{name} is there, works, and stays")
        return None
    password = secrets.token_urlsafe(32)
    direct.set_login(console, owner, wanted.login, password, wanted.role)
    if console.dry:
        parameter_store.write(aws, name, "")
        return None
    found = _first_that_works(console, owner, places, wanted, password)
    if not found.verified:
        console.say("Its certificate is of no public authority: connections are encrypted, but who answers is not")
        console.say("verified. docs/operations.md (The URL) says how to give the authority's file.")
    parameter_store.write(aws, name, found.url)
    return found.place


def _first_that_works(
    console: Console, owner: Direct, places: Sequence[Pooler], wanted: _Wanted, password: str
) -> _Found:
    login = wanted.login
    for place in places:
        for tls in _modes(owner.params, place.host):
            url = place.url(login, password, owner.database, tls)
            if (cause := _why_not(url, wanted.role, patient=True)) is None:
                console.say(f"functions connect to {place.host}:{place.port}")
                return _Found(url, tls.get("sslmode") != "require", place)
            if cause is not Cause.TLS:
                break
        console.say(f"no pooler at {place.host}:{place.port} ({cause})")
    text = console.answer(
        "POOLER",
        "Host and port of the pooler in transaction mode before it (host:port; empty if there is none)",
        optional=True,
    )
    place = pooled.given(text, owner.params)
    for tls in _modes(owner.params, place.host):
        url = place.url(login, password, owner.database, tls)
        if (cause := _why_not(url, wanted.role, patient=True)) is None:
            return _Found(url, tls.get("sslmode") != "require", place)
    raise Failed(
        f"The login {login} cannot reach the database by {place.host}:{place.port} ({cause}). If the pooler has a list"
        f" of users, add {login} there (or let it ask the database: auth_query), or give another address as"
        " POOLER=host:port, then run it again."
    )


def _modes(params: Mapping[str, str], host: str) -> list[dict[str, str]]:
    """What to say of TLS, the safest first; whoever asks for none in the direct URL gets none."""
    said = params.get("sslmode", "")
    if said in _UNENCRYPTED:
        return [{"sslmode": said}]
    return [{"sslmode": "verify-full", "sslrootcert": pooled.authorities(host)}, {"sslmode": "require"}]


def _still_good(url: str, owner: Direct, places: Sequence[Pooler], wanted: _Wanted) -> bool:
    """Whether a stored URL leads to the database of the direct URL, and the login may sign in."""
    try:
        params = database_url.read(url, "the stored URL").params
    except Misconfigured:
        return False
    if places and params.get("host") not in {place.host for place in places}:
        return False
    return params.get("dbname") == owner.database and _why_not(url, wanted.role, patient=False) is None


def _why_not(url: str, role: str, *, patient: bool) -> Cause | None:
    """Why a function could not work by this URL, or None. It is tried from here, with the authorities of here."""
    params = dict(database_url.read(url, "the pooled URL").params)
    params["sslrootcert"] = _HERE.get(params.get("sslrootcert", ""), params.get("sslrootcert", ""))
    if not params["sslrootcert"]:
        del params["sslrootcert"]
    tries = TRIES if patient else 1
    while True:
        tries -= 1
        try:
            live = connect(params, monotonic() + 10, "spoor deploy")
            with live:
                row = live.execute("SELECT pg_has_role(%s, 'member') AS may", [role]).fetchone()
            return None if row and row["may"] else Cause.AUTH
        except psycopg.Error as error:
            cause = cause_of(error)
            if cause is not Cause.AUTH or not tries:
                return cause
        sleep(PAUSE_S)
