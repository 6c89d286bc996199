"""Which addresses a provider may have: what its own document says is followed nowhere else."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from auth.http.site import secure_cookies

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def is_fit(url: str) -> bool:
    """Whether `url` is an https address at a host with a name, and no more than that; where this server itself speaks
    plain http, as on somebody's own machine, a provider may as well, and have no name."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    whole = bool(host) and parts.username is None and not parts.fragment and url.isascii() and url.isprintable()
    if not secure_cookies():
        return whole and parts.scheme in ("http", "https")
    return whole and " " not in url and parts.scheme == "https" and not _is_number(host) and "." in host


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:  # 127.1 and 0x7f.1 are numbers to a resolver as well
        return _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is not None
    return True
