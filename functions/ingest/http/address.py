"""Tells whose address a request names: of the visitor, where a server or a proxy passes on what visitors did.

Nothing but who counts as one visitor, and the country, hangs on it: it can be forged, and so can every event. It is
never stored or logged.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ingest.http.request import Request
from spoor.settings import setting

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_LONGEST = 2000  # characters of a header that are looked at: some fifty hops
_BETWEEN = re.compile(r"[,;\s]+")
_FOR = re.compile(r"""(?:^|[;,\s])for\s*=\s*("(?:[^"\\]|\\.)*"|[^;,\s]+)""", re.IGNORECASE)  # RFC 7239 section 4
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\w*)?|([0-9.]+):\w*")


def address_of(request: Request) -> str:
    """The first address of the open internet in the header that CLIENT_ADDRESS_HEADER names, in X-Forwarded-For, or in
    Forwarded; the caller's where there is none."""
    named = setting("CLIENT_ADDRESS_HEADER", "").strip().lower()
    for name in (named, "x-forwarded-for", "forwarded"):
        hops = _hops(name, request.headers.get(name, "")[:_LONGEST]) if name else ()
        if found := next(filter(None, map(_public, hops)), None):
            return found
    return request.source_ip


def first_public(said: str) -> str | None:
    """The first address of the open internet in what a server says of its visitor, which may be a header as it got it,
    with ports and several hops."""
    return next(filter(None, map(_public, _hops("", said[:_LONGEST]))), None)


def _hops(name: str, said: str) -> Iterator[str]:
    """What a header lists, in order; the same header sent several times is joined by commas."""
    if name == "forwarded" or "for=" in said.lower():  # some proxies write the one's words into the other
        return (found[1] for found in _FOR.finditer(said))
    return iter(_BETWEEN.split(said))


def _public(hop: str) -> str | None:
    """The address in a hop, as it is always written, if it is one of the open internet: the same visitor's address must
    not be another one because a proxy adds the port."""
    from ipaddress import ip_address

    text = hop.strip("\"' \\")
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2] or ""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:  # `unknown`, `_hidden`
        return None
    address = _unwrapped(address)
    return None if any(address in network for network in _inside()) else str(address)


def _unwrapped(address: "IPv4Address | IPv6Address") -> "IPv4Address | IPv6Address":
    """The IPv4 address that an IPv6 one stands for: mapped, or behind NAT64 (RFC 6052)."""
    from ipaddress import IPv4Address, IPv6Address

    if isinstance(address, IPv6Address):
        if mapped := address.ipv4_mapped:
            return mapped
        if address in _nat64():
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


@cache
def _nat64() -> "IPv6Network":
    from ipaddress import IPv6Network

    return IPv6Network("64:ff9b::/96")


@cache
def _inside() -> "tuple[IPv4Network | IPv6Network, ...]":
    """Networks whose addresses mean someone else in every building; `is_private` would take too many for such."""
    from ipaddress import ip_network

    four = (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",  # to many, reserved, and to all
    )
    six = ("::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")
    return tuple(ip_network(one) for one in (*four, *six))
