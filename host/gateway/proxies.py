"""Where a request really comes from, behind proxies of ours: of them alone is believed what they say of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from host.http.message import Request

_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d*)?|(\d+\.\d+\.\d+\.\d+)(?::\d*)?")
_MOST_HOPS = 20
_LIST = "x-forwarded-for"


@dataclass(frozen=True)
class Proxies:
    """The networks that proxies of ours are in, and the `header` in which they say whom they heard."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    header: str = _LIST

    @classmethod
    def of(cls, text: str, header: str = "") -> "Proxies":
        """Addresses and networks with commas between. Raises ValueError, naming what is none."""
        return cls(tuple(_network(word) for word in re.split(r"[,\s]+", text) if word), header.strip().lower() or _LIST)

    def has(self, peer: str) -> bool:
        """Whether an address is one of a proxy of ours."""
        try:
            return self._has(ip_address(peer))
        except ValueError:
            return False

    def seen_through(self, request: Request) -> Request:
        """`request` from whom the outermost proxy of ours got it, by the scheme that this one was asked by.

        Each proxy adds whom it heard to the end of X-Forwarded-For, so that it is read from there; what stands before
        the first that is no proxy of ours is anybody's invention. A header of another name has one address.
        """
        if not self.networks or not self.has(request.peer):
            return request
        sender = request.peer
        for hop in _hops(request.values(self.header)):
            found = _address(hop)
            if found is None:
                break
            sender = str(found)
            if not self._has(found):
                break
        schemes = ",".join(request.values("x-forwarded-proto")).lower().replace(" ", "").split(",")
        scheme = schemes[-1] if schemes[-1] in {"http", "https"} else request.scheme
        return replace(request, peer=sender, scheme=scheme)

    def _has(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self.networks)


def _hops(values: list[str]) -> Iterable[str]:
    return [hop.strip() for hop in reversed(",".join(values).split(",")[-_MOST_HOPS:])]


def _address(hop: str) -> IPv4Address | IPv6Address | None:
    if found := _WITH_PORT.fullmatch(hop):
        hop = found[1] or found[2] or ""
    try:
        address = ip_address(hop.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(word: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(word)
    except ValueError as error:
        raise ValueError(f"{word!r} in TRUSTED_PROXIES is no address and no network (10.0.0.0/8): {error}.") from None
