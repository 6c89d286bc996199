"""The URL by which the functions reach the database: a login of their own, at the pooler."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep

import certifi
import psycopg

from deployment import direct, parameter_store, pooled
from deployment.aws import Aws
from deployment.console import Console
from deployment.direct import Direct
from deployment.failure import Failed
from deployment.pooled import Pooler
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


def keep(console: Console, aws: Aws, owner: Direct, stage: Stage) -> None:
    """Store a pooled URL that works, with a login and a random password; one that is stored and works stays.

    A run that was cut between password and storing leaves a URL that does not work: the next run makes both anew.

    Raises Failed.
    """
    name = stage.parameter("database-url")
    places = pooled.candidates(owner.params)
    stored = parameter_store.read(aws, name)
    if stored is not None and _still_good(stored, owner, places):
        console.say(f"{name} is there, works, and stays")
        return
    password = secrets.token_urlsafe(32)
    direct.set_login(console, owner, stage.login, password)
    if console.dry:
        parameter_store.write(aws, name, "")
        return
    found = _first_that_works(console, owner, places, stage.login, password)
    if not found.verified:
        console.say("Its certificate is of no public authority: connections are encrypted, but who answers is not")
        console.say("verified. docs/operations.md (The URL) says how to give the authority's file.")
    parameter_store.write(aws, name, found.url)


def _first_that_works(console: Console, owner: Direct, places: Sequence[Pooler], login: str, password: str) -> _Found:
    for place in places:
        for tls in _modes(owner.params, place.host):
            url = place.url(login, password, owner.database, tls)
            if (cause := _why_not(url, patient=True)) is None:
                console.say(f"functions connect to {place.host}:{place.port}")
                return _Found(url, tls.get("sslmode") != "require")
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
        if (cause := _why_not(url, patient=True)) is None:
            return _Found(url, tls.get("sslmode") != "require")
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


def _still_good(url: str, owner: Direct, places: Sequence[Pooler]) -> bool:
    """Whether a stored URL leads to the database of the direct URL, and the login may sign in."""
    try:
        params = database_url.read(url, "the stored URL").params
    except Misconfigured:
        return False
    if places and params.get("host") not in {place.host for place in places}:
        return False
    return params.get("dbname") == owner.database and _why_not(url, patient=False) is None


def _why_not(url: str, *, patient: bool) -> Cause | None:
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
                row = live.execute("SELECT pg_has_role('spoor_app', 'member') AS may").fetchone()
            return None if row and row["may"] else Cause.AUTH
        except psycopg.Error as error:
            cause = cause_of(error)
            if cause is not Cause.AUTH or not tries:
                return cause
        sleep(PAUSE_S)
