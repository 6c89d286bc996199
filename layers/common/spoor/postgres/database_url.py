"""Reads where a database is, in the spellings that people copy it in: one reader for functions, migrations and tools.

What can be told is understood; what cannot be is refused in a sentence that quotes nothing, since a password is in it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

from psycopg.pq import Conninfo

from spoor.errors import Misconfigured
from spoor.postgres.url_words import FOREIGN, RENAMED, ssl_mode

_AROUND = " \t\r\n\f\v\0\xa0\u200b\u2060\ufeff"
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "<": ">"}
_COPIED = re.compile(r"(?:export\s+|set\s+)?[A-Z_]*(?:URL|URI|DSN)\s*=\s*|psql\s+(?=['\"a-z])")
_SCHEME = re.compile(r"(?:jdbc:)?(?:postgres(?:ql)?|pgsql|postgis)(?:\+\w+)?://", re.IGNORECASE)
_HOST = r"(?:\[[0-9A-Fa-f:.]+(?:%\w+)?\]|(?:[\w.~-]|%[0-9A-Fa-f]{2})*)(?::\d*)?"
_PLACE = re.compile(rf"(?P<hosts>{_HOST}(?:,{_HOST})*)(?:/(?P<dbname>[^/?#@]*))?(?:\?(?P<query>[^#]*))?")
_NO_HOST = re.compile(r"[\s;=?#&/@]")
_PAIR = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(?!')((?:[^\s\\]|\\.)*))(?=\s|$)", re.DOTALL)


class UnreadableUrl(Misconfigured):
    """A database's URL that cannot be read; the message names the variable and quotes nothing of it."""

    cause = "url"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be read: {why}. It looks like postgresql://user:password@host:5432/database.")


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """libpq's parameters (repr shows none), and the words of other programs that were left out."""

    params: Mapping[str, str] = field(repr=False)
    left_out: tuple[str, ...] = ()


_UNKNOWN = "it has a word that is neither libpq's nor known"


class _No(Exception):
    """Why it cannot be read."""


def read(text: str, name: str) -> DatabaseUrl:
    """Where the database is that the variable `name` says: a URL, `key=value` pairs, or the JSON of a secret.

    Raises UnreadableUrl.
    """
    try:
        return _checked(_said(_bare(text)))
    except _No as error:
        raise UnreadableUrl(name, str(error)) from None


def _bare(text: str) -> str:
    """The text without what came along when it was copied: blanks, quotes, the name before it, `psql`."""
    while True:
        text = text.strip(_AROUND)
        if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
            text = text[1:-1]
        elif copied := _COPIED.match(text):
            text = text[copied.end() :]
        else:
            return text


def _said(text: str) -> Iterator[tuple[str, str]]:
    """What it says, pair by pair, in whatever words. Raises _No."""
    if not text:
        raise _No("it is empty")
    if text.startswith("{"):
        return _of_json(text)
    if scheme := _SCHEME.match(text):
        return _of_url(re.sub(r"[\r\n\t]", "", text[scheme.end() :]).replace("&amp;", "&"))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise _No("it is no URL of Postgres")
    return _of_pairs(text)


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    """The fields of a secret as RDS writes it, or the one URL that a secret of keys and values holds."""
    try:
        fields = json.loads(text)
    except ValueError:
        raise _No("it begins as JSON and is none") from None
    urls = [each for each in fields.values() if isinstance(each, str) and _SCHEME.match(_bare(each))]
    if len(urls) == 1:
        return _said(_bare(urls[0]))
    said = {key.lower(): value for key, value in fields.items() if isinstance(value, str | int)}
    if not str(said.get("engine", "postgres")).lower().startswith(("postgres", "aurora-postgres")):
        raise _No("its engine is not Postgres")
    wanted = {libpq: str(said[key]) for key, libpq in _FIELDS.items() if said.get(key)}
    if "host" not in wanted:
        raise _No("its JSON names no host")
    return iter({"dbname": "postgres", **wanted}.items())


_FIELDS: Mapping[str, str] = {  # of a secret, and what libpq calls them; of two the later counts
    **dict.fromkeys(("endpoint", "hostname", "host"), "host"),
    **dict.fromkeys(("db", "db_name", "database", "dbname"), "dbname"),
    **dict.fromkeys(("user", "username"), "user"),
    **dict.fromkeys(("pass", "password"), "password"),
    **{key: key for key in ("port", "sslmode", "sslrootcert")},
}


def _of_url(rest: str) -> Iterator[tuple[str, str]]:
    """The parts of a URL behind its scheme.

    The user's part, where there is one, ends at the first @ after which all reads as hosts, a database and known words:
    so a password may hold every letter that a URL would have escaped.
    """
    places = [(end, place) for end in _ends(rest) if (place := _PLACE.fullmatch(rest, end))]
    if not places:
        raise _No("what follows the last @ is no host, port and database")
    end, place = next((each for each in places if _are_known(each[1])), places[0])
    if not _are_known(place):
        raise _No(_of_unknown(rest, place))
    if end:
        user, colon, password = rest[: end - 1].partition(":")
        yield from [("user", unquoted(user)), *([("password", unquoted(password))] if colon else ())]
    hosts = [re.fullmatch(r"(\[.*\]|[^:]*)(?::(\d*))?", each) for each in place["hosts"].split(",")]
    yield "host", ",".join(unquoted(each[1].strip("[]")) for each in hosts if each)
    yield "port", ",".join(each[2] or "" for each in hosts if each)
    yield "dbname", unquoted(place["dbname"] or "")
    yield from _words(place)


def _ends(rest: str) -> list[int]:
    """Where the part of the user may end: there is none, or behind each @."""
    return [0, *(at.end() for at in re.finditer("@", rest))]


def _are_known(place: re.Match[str]) -> bool:
    return all(_is_known(word) for word, _ in _words(place))


def _is_known(word: str) -> bool:
    return word.lower() in keywords() | FOREIGN | RENAMED.keys() | {"ssl"}


def _of_unknown(rest: str, place: re.Match[str]) -> str:
    """What is said of an unknown word, which is named only where it cannot be a piece of a password."""
    if rest.count("@") > 1 or "pass" in place["query"].lower():
        return _UNKNOWN
    return f"its word {next(word for word, _ in _words(place) if not _is_known(word))!r} is neither libpq's nor known"


def _words(place: re.Match[str]) -> Iterator[tuple[str, str]]:
    for each in (place["query"] or "").split("&"):
        key, _, value = each.partition("=")
        if key:
            yield unquoted(key), unquoted(value)


def unquoted(text: str) -> str:
    """The text with its escapes undone; a bare per cent sign is one."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _of_pairs(text: str) -> Iterator[tuple[str, str]]:
    """libpq's own `key=value`, with or without quotes."""
    at = 0
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None:
            raise _No("it is neither a URL nor pairs of key=value")
        yield pair[1], re.sub(r"\\(.)", r"\1", pair[2] if pair[2] is not None else pair[3])
        at = pair.end()


def _checked(said: Iterator[tuple[str, str]]) -> DatabaseUrl:
    params: dict[str, str] = {}
    left_out: dict[str, None] = {}
    for word, value in said:
        key = RENAMED.get(word.lower(), word.lower())
        if key in FOREIGN:
            left_out[word] = None
        elif not _is_known(key):
            raise _No(_UNKNOWN)
        elif value:
            params[key] = _mode(value) if key in ("ssl", "sslmode") else value
    if mode := params.pop("ssl", None):  # another driver's word, or libpq's own for JDBC's sake
        params.setdefault("sslmode", mode)
    _check(params)
    return DatabaseUrl(params, tuple(left_out))


def _mode(said: str) -> str:
    mode = ssl_mode(said)
    if mode is None:
        raise _No("its sslmode is none of libpq's: disable, allow, prefer, require, verify-ca, verify-full")
    return mode


def _check(params: dict[str, str]) -> None:
    if not params.keys() & {"host", "hostaddr", "service", "dbname"}:
        raise _No("it names no host")
    if any(_NO_HOST.search(host) for host in params.get("host", "").split(",") if not host.startswith(("/", "@"))):
        raise _No("its host is no name")
    if any("\0" in value for value in params.values()):
        raise _No("it holds a NUL")
    ports = params.get("port", "").split(",")
    if not any(ports):
        params.pop("port", None)
    elif not all(not port or (port.isascii() and port.isdecimal() and 0 < int(port) < 65536) for port in ports):
        raise _No("its port is no number from 1 to 65535")
    if len(ports) > 1 and len(ports) != len((params.get("hostaddr") or params.get("host", "")).split(",")):
        raise _No("it has not as many ports as hosts")


@cache
def keywords() -> frozenset[str]:
    """The words that our libpq knows."""
    known: list[Any] = Conninfo.get_defaults()
    return frozenset(each.keyword.decode() for each in known)
