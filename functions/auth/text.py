"""Text from a request: what fits into a text column, and what can be a token."""

import re

_TOKEN = re.compile(r"[!-~]{1,255}")


def storable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot say, as U+FFFD: Better Auth's own server stores them so."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_nul(*texts: str | None) -> bool:
    """Whether any text holds the letter that Postgres refuses."""
    return any("\0" in text for text in texts if text)


def is_token(text: str) -> bool:
    """Whether `text` can be a token or an id of anything: visible ASCII, and not much of it."""
    return _TOKEN.fullmatch(text) is not None
