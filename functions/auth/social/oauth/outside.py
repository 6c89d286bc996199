"""Connections that leave: a name is looked up once, and what it means is never this machine or what is beside it.

In Lambda the address of the runtime is a loopback one, and a cloud's metadata are link-local. A provider in a private
network is reached: its owner has named it.
"""

import socket
import ssl
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore
import httpx


class _Backend(httpcore.SyncBackend):
    """Connects to the addresses that it has judged, and to none that a name has a moment later."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """See NetworkBackend."""
        try:
            found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise httpcore.ConnectError("no such name") from error
        if any(map(_is_beside, found)):
            raise httpcore.ConnectError("an address of this machine")
        failed: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError("no address")
        for address in found:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


def transport(tls: ssl.SSLContext) -> httpx.HTTPTransport:
    """What carries requests there."""
    made = httpx.HTTPTransport(verify=tls, trust_env=False)
    made._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=_Backend())  # httpx takes no backend
    return made


def _is_beside(text: str) -> bool:
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return _is_never_outside(address)


def _is_never_outside(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
