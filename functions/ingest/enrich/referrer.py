"""Reads a referrer: the site that a visitor followed a link from."""

from ingest.enrich.sources import known_host

DIRECT = "$direct"
"""What posthog-js writes where there is no referrer."""

_LONGEST_HOST = 255


def read_referrer(referrer: str) -> str:
    """The host of a referrer, DIRECT where there is none, nothing where it is no address."""
    if referrer in {"", DIRECT}:
        return DIRECT
    scheme, _, rest = referrer.partition("://")
    if scheme not in {"http", "https", "android-app"}:  # the last is the app that a browser names
        return ""
    for end in "/?#":
        rest = rest.partition(end)[0]
    host = rest.rpartition("@")[2].lower()
    return host if len(host) <= _LONGEST_HOST else ""


def is_own(referring: str, host: str) -> bool:
    """Whether a host belongs to the site of a page: it is the page's own, or one is below the other.

    Below a site that is itself a source (medium.com) people have sites of their own: there only the same host is.
    """
    one, other = referring.removeprefix("www."), host.removeprefix("www.")
    if one == other:
        return True
    if not host or not (one.endswith(f".{other}") or other.endswith(f".{one}")):
        return False
    return known_host(referring) is None
