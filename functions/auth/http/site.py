"""Where this server lives for the browser: its origins, and with that the names and the keys of its cookies."""

from dataclasses import dataclass
from functools import cache

from auth.http import cookies
from spoor.errors import Misconfigured
from spoor.http.origins import origin_of
from spoor.settings import secret, setting

BASE_PATH = "/api/auth"
_SHORTEST_KEY = 32
_PREVIOUS = "BETTER_AUTH_PREVIOUS_SECRET"


@dataclass(frozen=True)
class Site:
    """What the settings say about this server; `origin` is its own, `trusted` are patterns, that one among them.

    The first of `keys` signs, the others are only read by.
    """

    origin: str
    trusted: tuple[str, ...]
    secure: bool
    keys: tuple[bytes, ...]

    @property
    def key(self) -> bytes:
        """What signs."""
        return self.keys[0]

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
    return _site(setting("SPOOR_BASE_URL", ""), setting("TRUSTED_ORIGINS", ""), own_host, keys())


def secure_cookies() -> bool:
    """Whether cookies bear `__Secure-` and Secure: on https, which the gateway speaks unless told otherwise."""
    base_url = setting("SPOOR_BASE_URL", "")
    return not base_url or base_url.lower().startswith("https://")


def keys() -> tuple[bytes, ...]:
    """BETTER_AUTH_SECRET, the key of every signature; then the one before it, where a rotation is under way.

    Raises Misconfigured when the first is missing, or one so short that it could be guessed.
    """
    names = ["BETTER_AUTH_SECRET"]
    if setting(_PREVIOUS, "") or setting(f"{_PREVIOUS}_ARN", ""):
        names.append(_PREVIOUS)
    return tuple(_key(name) for name in names)


def _key(name: str) -> bytes:
    key = secret(name).encode()
    if len(key) < _SHORTEST_KEY:
        raise Misconfigured(f"{name} must have at least {_SHORTEST_KEY} letters, random ones.")
    return key


@cache
def _site(base_url: str, trusted: str, own_host: str, keys: tuple[bytes, ...]) -> Site:
    own = origin_of(base_url or f"https://{own_host}")
    if own is None and base_url:
        raise Misconfigured(f"SPOOR_BASE_URL is no origin: {base_url!r}. It looks like https://app.example.com.")
    patterns = [str(own)] if own else []
    patterns += [pattern for each in trusted.split(",") if (pattern := each.strip())]
    return Site(str(own or ""), tuple(patterns), secure_cookies(), keys)
