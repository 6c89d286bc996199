"""Which addresses may be told of alerts: of Slack, Discord and Teams their own, and of any other what is public."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from spoor.settings import setting

Address = IPv4Address | IPv6Address

LONGEST = 1000

_OWN = {
    "slack": ("hooks.slack.com", "hooks.slack-gov.com"),
    "discord": ("discord.com", "discordapp.com", "canary.discord.com", "ptb.discord.com"),
    "teams": (".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com"),
}
"""Hosts of the chats; one that begins with a dot stands for all below it."""
_PATHS = {"slack": "/services/", "discord": "/api/webhooks/"}
_NEVER = tuple(
    map(
        ip_network,
        (
            *("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "::/96", "fec0::/10"),
            *("192.0.0.0/24", "192.88.99.0/24"),
        ),
    )
)
"""IPv6 that has an IPv4 address in it, or had a use, and what turns one into the other: it could lead anywhere."""
_MIDDLE_PORT = 1024


class AddressRefused(Exception):
    """An address that is not called; the text says why."""


def check(way: str, url: str) -> SplitResult:
    """The parts of an address to which a message of that way (`slack`, `discord`, `teams`, `webhook`) may be posted, as
    far as that can be told without looking its name up.

    Raises AddressRefused.
    """
    if len(url) > LONGEST or not all("!" <= letter <= "~" for letter in url) or "\\" in url:
        raise AddressRefused(f"It has to be an address of at most {LONGEST} plain characters, without blanks")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("It is no address that can be read") from None
    private = bool(networks())
    if parts.scheme != "https" and not (private and parts.scheme == "http" and way == "webhook"):
        raise AddressRefused("It has to begin with https://")
    if not host or parts.username is not None or parts.password is not None:
        raise AddressRefused("It has to name a host, and neither a user nor a password")
    if own := _OWN.get(way):
        if not any(host == each or (each[0] == "." and host.endswith(each)) for each in own) or port not in (None, 443):
            raise AddressRefused(
                f"An address of {way.title()}'s webhooks is at {' or '.join(each.lstrip('.') for each in own)}"
            )
        if not parts.path.startswith(_PATHS.get(way, "/")):
            raise AddressRefused(
                f"An address of {way.title()}'s webhooks begins with https://{own[0].lstrip('.')}{_PATHS.get(way, '/')}"
            )
    if not private and port is not None and port != 443 and port < _MIDDLE_PORT:
        raise AddressRefused("Of the ports below 1024 only 443 is called")
    if (literal := _literal(host)) is not None:
        check_addresses([literal])
    return parts


def check_addresses(found: Sequence[Address]) -> None:
    """Refuse addresses of which one is not public, unless the setting WEBHOOK_NETWORKS allows it.

    Raises AddressRefused.
    """
    if not found or not all(is_public(each) or any(each in network for network in networks()) for each in found):
        raise AddressRefused("It leads to an address that is not public, which is never called")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and hides no other."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return False
    if any(address.version == network.version and address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def networks() -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks that are not public, and may be called in this deployment all the same."""
    said = setting("WEBHOOK_NETWORKS", "")
    return tuple(ip_network(each.strip()) for each in said.split(",") if each.strip())


def shown(way: str, target: str) -> str:
    """As much of a destination as may be seen: the address of a webhook is a password."""
    return target if way == "mail" else f"https://{urlsplit(target).hostname}/…{target[-4:]}"


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None
