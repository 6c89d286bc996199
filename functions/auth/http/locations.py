"""Where an answer sends the browser: checked addresses, with something added to their query."""

from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit

from spoor.http.origins import origin_of

_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_PLAIN_IN_A_HEADER = _VISIBLE + " "  # everything else is percent-encoded: a header holds ASCII only
_PLAIN_IN_AN_ADDRESS = "".join(letter for letter in _VISIBLE if letter not in '"<>`{}^|')


def header(target: str) -> dict[str, str]:
    """The Location header that leads to `target`, as it was given: the one place where an answer gets one.

    Whatever was checked before, what leaves here is the address of an origin that can be told, or a path with a single
    slash at its beginning; else it is the front page.
    """
    if target.startswith(("/", "\\")):
        target = "/" + target.lstrip("/\\")
    elif origin_of(target) is None:
        target = "/"
    return {"location": quote(target, safe=_PLAIN_IN_A_HEADER)}


def appended(target: str, **fields: str) -> str:
    """`target` with `fields` after what its query holds; a path stays a path.

    Written as the URL standard does: without dots in its path, and with no letters that belong encoded.
    """
    origin, parts = _parts(target)
    added = urlencode(fields)
    separator = "&" if parts.query and not parts.query.endswith("&") else ""
    return origin + parts._replace(query=f"{parts.query}{separator}{added}").geturl()


def absolute(target: str, base: str, **fields: str) -> str:
    """`target` as an address, at the origin `base` where it is a path, with `fields` set in its query.

    The query is written anew, as a browser's `URLSearchParams` does.
    """
    origin, parts = _parts(target)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in fields]
    query = urlencode([*others, *fields.items()], safe="*").replace("~", "%7E")
    return (origin or base) + parts._replace(query=query).geturl()


def _parts(target: str) -> tuple[str, SplitResult]:
    """The origin of a target, "" where it is a path, and the rest."""
    parts = urlsplit(quote(target, safe=_PLAIN_IN_AN_ADDRESS))
    origin = None if target.startswith("/") else origin_of(target)
    path = urlsplit(urljoin("http://host", parts.path or "/")).path
    return str(origin or ""), parts._replace(scheme="", netloc="", path=path)
