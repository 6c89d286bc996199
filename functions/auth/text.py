"""Text from a request, made fit for a text column."""


def storable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot say, as U+FFFD: Better Auth's own server stores them so."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_nul(*texts: str | None) -> bool:
    """Whether any text holds the letter that Postgres refuses."""
    return any("\0" in text for text in texts if text)
