"""Text from a request: what fits into a text column, and what can be a token, an e-mail address, a web address."""

import re

from spoor.http.origins import origin_of

_LONGEST_ADDRESS = (
    254  # RFC 5321 section 4.5.3.1.3 less the brackets; Better Auth has no limit and hashes for 100 kB addresses
)
_TOKEN = re.compile(r"[!-~]{1,255}")
_ADDRESS = re.compile(
    r"(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]"  # single dots between pieces; the last letter is no quote
    r"@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}"
)


def storable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot say, as U+FFFD: Better Auth's own server stores them so."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_nul(*texts: str | None) -> bool:
    """Whether any text holds the letter that Postgres refuses."""
    return any("\0" in text for text in texts if text)


def is_token(text: str) -> bool:
    """Whether `text` can be a token or an id of anything: visible ASCII, and not much of it."""
    return _TOKEN.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether `text` is an e-mail address: ASCII only, no quoted and no numeric forms."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether `text` is an http or https address, and nothing that a browser would run or find elsewhere."""
    origin = origin_of(text)
    return origin is not None and origin.scheme in ("http", "https")
