"""One POST to an address that somebody chose: its name is looked up once, what is not public is never connected to, no
redirect is followed, and the answer ends after few seconds and bytes, whatever the other side does."""

import socket
import ssl
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from time import monotonic
from urllib.parse import SplitResult

from spoor.wait_limit import call_within
from spoor.webhooks import AddressRefused, check, check_addresses

WITHIN_S = 6.0
"""Seconds for all of it: the name, the connection, and the head of the answer."""
LARGEST = 16 * 1024
"""Bytes that are read of an answer; only its head matters."""


class NotTaken(Exception):
    """A message that did not arrive; the text says why. `lasting` where another try would find the same, `doubtful`
    where it may have arrived all the same."""

    def __init__(self, reason: str, *, lasting: bool = False, doubtful: bool = False) -> None:
        super().__init__(reason)
        self.lasting = lasting
        self.doubtful = doubtful


def post(way: str, url: str, body: bytes, headers: Mapping[str, str], within_s: float = WITHIN_S) -> None:
    """Post `body`, as JSON. Comes back when it was taken: by an answer of 200 to 299.

    Raises NotTaken.
    """
    deadline = monotonic() + within_s
    try:
        parts = check(way, url)
        line = _connected(parts, deadline)
    except AddressRefused as error:
        raise NotTaken(f"{error}.", lasting=True) from None
    except TimeoutError:
        raise NotTaken("It could not be reached in time.") from None
    except ssl.SSLCertVerificationError:
        raise NotTaken("Its certificate is not one that can be trusted.") from None
    except (OSError, UnicodeError) as error:
        raise NotTaken(f"It could not be reached ({type(error).__name__}).") from None
    with line:
        try:
            line.sendall(_request(parts, body, headers))
            status = _status(line, deadline)
        except TimeoutError:
            raise NotTaken("It gave no answer in time.", doubtful=True) from None
        except (OSError, ValueError):
            raise NotTaken("It hung up, or gave no answer that can be read.", doubtful=True) from None
    _judge(status)


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotTaken(f"It answered {status} and pointed elsewhere, which is never followed.", lasting=True)
    passing = status >= 500 or status in (408, 425, 429)
    raise NotTaken(f"It answered {status}.", lasting=not passing)


def _connected(parts: SplitResult, deadline: float) -> socket.socket:
    """A connection to one of the addresses that the name has now, and to none that it has a moment later.

    Raises AddressRefused, OSError.
    """
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    # Who looks a name up takes no deadline: the thread that does is left alone when time is over.
    found = call_within(_left(deadline), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    check_addresses([ip_address(str(each[4][0]).partition("%")[0]) for each in found])
    error: OSError = OSError("no address")
    for family, kind, protocol, _, address in found:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(_left(deadline))
            line.connect(address)
        except OSError as failed:
            line.close()
            error = failed
            continue
        if parts.scheme != "https":
            return line
        try:
            return _tls().wrap_socket(line, server_hostname=host)
        except BaseException:
            line.close()
            raise
    raise error


def _request(parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    said = {
        "host": host,
        "user-agent": "spoor",
        "content-type": "application/json",
        "content-length": str(len(body)),
        "accept-encoding": "identity",
        "connection": "close",
        **headers,
    }
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode("ascii") + body


def _status(line: socket.socket, deadline: float) -> int:
    """The status of the answer. Raises ValueError where there is none, TimeoutError, OSError."""
    head = b""
    while b"\r\n" not in head or head.startswith(b"HTTP/1.1 1"):
        line.settimeout(_left(deadline))
        piece = line.recv(4096)
        head += piece
        if head.startswith(b"HTTP/1.1 1") and b"\r\n\r\n" in head:
            head = head.partition(b"\r\n\r\n")[2]
        if not piece or len(head) > LARGEST:
            break
    version, _, rest = head.partition(b" ")
    if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
        raise ValueError("no status")
    return int(rest[:3])


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _tls() -> ssl.SSLContext:
    """Whom to trust: the authorities that certifi has."""
    from certifi import where

    return ssl.create_default_context(cafile=where())
