"""The address a request came from, in the form in which Better Auth keeps it."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

_NETWORK = (1 << 128) - (1 << 64)


@lru_cache(maxsize=1024)
def normal(text: object) -> str:
    """`text` in normal form, or "" when it is no address.

    An IPv6 address is written out in full and cut to its /64, since one household owns that many; an IPv4 address
    inside IPv6 counts as itself.
    """
    try:
        address = ip_address(text) if isinstance(text, str) else None
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    if address is None or address.scope_id:
        return ""
    return str(address.ipv4_mapped) if address.ipv4_mapped else IPv6Address(int(address) & _NETWORK).exploded
