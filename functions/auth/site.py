"""Where this server lives for the browser: its origins, and with that the names and the key of its cookies."""

from dataclasses import dataclass
from functools import cache

from auth import cookies
from spoor.errors import Misconfigured
from spoor.origins import origin_of
from spoor.settings import secret, setting

BASE_PATH = "/api/auth"
_SHORTEST_KEY = 32


@dataclass(frozen=True)
class Site:
    """What the settings say about this server; `origin` is its own, `trusted` are patterns, that one among them."""

    origin: str
    trusted: tuple[str, ...]
    secure: bool
    key: bytes

    def cookie(self, kind: str) -> str:
        """The full name of a cookie here."""
        return cookies.name(kind, secure=self.secure)

    def address(self, path: str) -> str:
        """The whole address of a path of this function."""
        return f"{self.origin}{BASE_PATH}{path}"


def site(own_host: str) -> Site:
    """The site as the settings describe it; without SPOOR_BASE_URL it lives at `own_host`, the gateway's domain.

    Raises Misconfigured.
    """
    return _site(setting("SPOOR_BASE_URL", ""), setting("TRUSTED_ORIGINS", ""), own_host, signing_key())


def secure_cookies() -> bool:
    """Whether cookies bear `__Secure-` and Secure: on https, which the gateway speaks unless told otherwise."""
    base_url = setting("SPOOR_BASE_URL", "")
    return not base_url or base_url.lower().startswith("https://")


def signing_key() -> bytes:
    """BETTER_AUTH_SECRET as the key of every signature.

    Raises Misconfigured when it is missing, or so short that it could be guessed.
    """
    key = secret("BETTER_AUTH_SECRET").encode()
    if len(key) < _SHORTEST_KEY:
        raise Misconfigured(f"BETTER_AUTH_SECRET must have at least {_SHORTEST_KEY} letters, random ones.")
    return key


@cache
def _site(base_url: str, trusted: str, own_host: str, key: bytes) -> Site:
    own = origin_of(base_url or f"https://{own_host}")
    if own is None and base_url:
        raise Misconfigured(f"SPOOR_BASE_URL is no origin: {base_url!r}. It looks like https://app.example.com.")
    patterns = [str(own)] if own else []
    patterns += [pattern for each in trusted.split(",") if (pattern := each.strip())]
    return Site(str(own or ""), tuple(patterns), secure_cookies(), key)
