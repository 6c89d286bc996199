"""Why the database could not be had, in one of a closed list of words: those that logs and docs/operations.md use.

libpq tells most of what goes wrong while it connects in a text alone, which may quote a password: so the text is looked
at here, and goes no further.
"""

import re
from enum import StrEnum

import psycopg


class Cause(StrEnum):
    """What went wrong, from the name of the host to the statement."""

    SETTING = "setting"
    URL = "url"
    SECRET = "secret"  # noqa: S105 - the name of a cause
    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIME_OUT = "time-out"
    TLS = "tls"
    STARTUP_PARAMETER = "start-up parameter"
    NO_DATABASE = "no such database"
    AUTH = "auth"
    POOL_FULL = "pool full"
    NO_ROOM = "no room"
    SHUT_DOWN = "shut down"
    READ_ONLY = "read-only"
    CUT = "cut"
    LOCK = "lock"
    STATEMENT_TIME_OUT = "statement time-out"
    UNKNOWN = "unknown"


NOBODY_ANSWERED = frozenset({Cause.DNS, Cause.REFUSED, Cause.UNREACHABLE, Cause.TIME_OUT})
"""Of these causes another address of the same host may know nothing."""

_BY_STATE = (
    ("28", Cause.AUTH),
    ("3D", Cause.NO_DATABASE),
    ("53300", Cause.POOL_FULL),
    ("53", Cause.NO_ROOM),
    ("57014", Cause.STATEMENT_TIME_OUT),
    ("57P", Cause.SHUT_DOWN),
    ("25006", Cause.READ_ONLY),
    ("40001", Cause.LOCK),
    ("40P01", Cause.LOCK),
    ("55P03", Cause.LOCK),
)
_QUOTED = re.compile(r'"[^"]*"')
_BY_TEXT = tuple(  # the first that fits; PgBouncer reports every fault of its own as 08P01 and in words
    (re.compile(text, re.IGNORECASE), cause)
    for text, cause in (
        ("query_wait_timeout|no more connections|too many|connection slots|max client", Cause.POOL_FULL),
        ("start-?up (parameter|packet)|unrecognized configuration parameter", Cause.STARTUP_PARAMETER),
        ("no such database|database .* does not exist", Cause.NO_DATABASE),
        ("translate host|resolve host|name resolution|name or service", Cause.DNS),
        ("channel.?binding|sasl|scram|password|authentication|pg_hba|no such user|role .* does not exist", Cause.AUTH),
        ("log ?in|gssapi|kerberos", Cause.AUTH),
        ("eof detected|reset by peer|broken pipe|closed the connection", Cause.CUT),
        ("ssl|tls|certificate", Cause.TLS),
        ("connection refused|no such file", Cause.REFUSED),
        ("unreachable|no route|cannot assign|cannot connect to server|server login", Cause.UNREACHABLE),
        ("time-?out|timed out", Cause.TIME_OUT),
        ("shutting down|starting up|recovery|not yet accepting|paused|disabled", Cause.SHUT_DOWN),
        ("read-only", Cause.READ_ONLY),
        ("closed|lost|terminat|crashed", Cause.CUT),
    )
)


def cause_of(error: psycopg.Error) -> Cause:
    """What an error of psycopg's comes from; UNKNOWN where neither its code nor its text tells."""
    if isinstance(known := getattr(error, "cause", None), Cause):  # found out where it was raised
        return known
    state = error.sqlstate or ""
    for beginning, cause in _BY_STATE:
        if state.startswith(beginning):
            return cause
    return cause_in(str(error))


def cause_in(text: str) -> Cause:
    """What a text of libpq's or a server's speaks of, without what it quotes: names that people chose."""
    said = _QUOTED.sub("", text)
    return next((cause for pattern, cause in _BY_TEXT if pattern.search(said)), Cause.UNKNOWN)
