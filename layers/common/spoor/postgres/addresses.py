"""Where a database may be reached: each address of each of its hosts."""

import socket
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from random import shuffle
from time import monotonic

from spoor.wait_limit import call_within

_PORT = "5432"


class NoAddress(Exception):
    """No name of a host led to an address."""


def attempts_of(params: Mapping[str, str], deadline: float) -> list[dict[str, str]]:
    """libpq's `params` for each address on its own, in the order in which they are to be tried.

    libpq and psycopg would give each of them all the time there is, and look names up for as long as that takes.

    Raises NoAddress where every look-up failed or took too long.
    """
    rest = {word: value for word, value in params.items() if word not in {"host", "hostaddr", "port"}}
    found = [{**rest, **place} for place in _places(params, deadline)]
    if not found:
        raise NoAddress
    if params.get("load_balance_hosts") == "random":
        shuffle(found)
    return found


def _places(params: Mapping[str, str], deadline: float) -> Iterator[dict[str, str]]:
    hosts = params.get("host", "").split(",")
    addresses = params.get("hostaddr", "").split(",")
    ports = params.get("port", _PORT).split(",")
    count = max(len(hosts), len(addresses))
    for at in range(count):
        host, address = _at(hosts, at), _at(addresses, at)
        port = (ports[at] if len(ports) == count else ports[0]) or _PORT
        named = {"host": host} if host else {}
        if address or not host or host.startswith(("/", "@")) or _is_address(host):
            known = address or (host if _is_address(host) else "")
            yield {**named, **({"hostaddr": known} if known else {}), "port": port}
            continue
        for each in _look_up(host, port, (deadline - monotonic()) / (count - at)):
            yield {**named, "hostaddr": each, "port": port}


def _look_up(host: str, port: str, seconds: float) -> list[str]:
    """The addresses of a name, in the system's order; none where it has none, or they are not to be had in time."""
    try:
        answers = call_within(seconds, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):  # a TimeoutError is an OSError
        return []
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _at(parts: list[str], at: int) -> str:
    return parts[at] if at < len(parts) else ""
